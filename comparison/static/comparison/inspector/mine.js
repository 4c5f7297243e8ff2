// The visitor's own session, and a token made of it for a look. Neither secret is shown: no script can read the cookie,
// and the signature is masked.
import { element, find } from "./dom.js";
import { judge } from "./judging.js";
import { read } from "./reading.js";
import { calendar } from "./moments.js";
import { link, showParts } from "./show_parts.js";
import { showSection, showWeaknesses } from "./show_sections.js";
import { showBadges } from "./show_verdict.js";

const mine = find("mine");
const [fault, token] = ["mine-fault", "mine-token"].map(find);
const MASK = "•".repeat(24);

if (mine.dataset.signIns) {
  find("show-session").addEventListener("click", () => attempt(showSession));
  find("show-token").addEventListener("click", () => attempt(showToken));
}

async function attempt(action) {
  fault.hidden = true;
  try {
    await action();
  } catch {
    fault.textContent =
      "The server did not answer as it should. Are you still signed in? Reload the page and try again.";
    fault.hidden = false;
  }
}

async function showSession() {
  const devices = await call("GET", mine.dataset.signIns);
  const current = devices.find((device) => device.current);
  const inspection = await read(`Set-Cookie: ${mine.dataset.cookie}`);
  const box = find("mine-session");
  box.replaceChildren(
    facts([
      ["Device", current.device],
      ["Signed in", calendar(Date.parse(current.created_at) / 1000)],
      ["Last seen", calendar(Date.parse(current.last_seen_at) / 1000)],
      ["Ends at the latest", calendar(Date.parse(current.expires_at) / 1000)],
    ]),
    showParts(inspection),
    ...inspection.sections.map(showSection),
    element("h3", {}, "Weaknesses"),
    ...showWeaknesses(inspection.weaknesses),
  );
}

/** The sign-in that the exchange opens is ended before the token is shown: what is on the screen serves nobody. */
async function showToken() {
  const pair = await call("POST", mine.dataset.exchange, { keep: true });
  await call("POST", mine.dataset.end, { refresh: pair.refresh });
  const inspection = await read(pair.access);
  const keys = (await call("GET", mine.dataset.jwks)).keys;
  const { verdict, weaknesses } = await judge(inspection, { keys, whose: "this site", text: "" });
  const masked = mask(inspection);
  token.replaceChildren(
    element(
      "p",
      {},
      `${inspection.bytes.toLocaleString("en")} bytes, which would travel with each request. It was ended as soon as it was made.`,
    ),
    element("div", { class: "badges" }, ...showBadges(inspection, verdict)),
    showParts(masked),
    ...masked.sections.map(showSection),
    element("h3", {}, "Weaknesses"),
    ...showWeaknesses([...weaknesses, ...inspection.weaknesses]),
  );
}

/** @param {import("./inspection.js").Inspection} inspection */
function mask(inspection) {
  const last = inspection.parts.at(-1);
  const end = last.start + MASK.length;
  return {
    ...inspection,
    text: inspection.text.slice(0, last.start) + MASK,
    parts: inspection.parts.with(-1, { ...last, end, runs: last.runs.map((run) => ({ ...run, end })) }),
    sections: inspection.sections.map((section) => (section.role === "signature" ? hidden(section) : section)),
  };
}

const hidden = (section) => ({ ...section, rows: section.rows.map((row) => ({ ...row, value: MASK })) });

function facts(entries) {
  return element(
    "dl",
    { class: "facts" },
    ...entries.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}

async function call(method, url, body) {
  const headers = {
    "X-CSRFToken": mine.querySelector("[name=csrfmiddlewaretoken]").value,
    "X-Requested-With": "inspector",
  };
  const more = body
    ? { body: JSON.stringify(body), headers: { ...headers, "Content-Type": "application/json" } }
    : { headers };
  const answer = await fetch(url, { method, cache: "no-store", ...more });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer.status === 204 ? null : answer.json();
}

mine.querySelectorAll("[data-linked]").forEach(link);
