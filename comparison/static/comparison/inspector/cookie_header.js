// The Cookie header of a request: RFC 6265 section 4.2.
import { row, rowsSection } from "./inspection.js";
import { recognise } from "./recognise.js";

const CREDENTIALS = ["jws", "jwe", "django", "session_id"];

/** @returns {string | null} the value, if it is a credential that can be looked into */
export function inside(value) {
  try {
    const found = recognise(value);
    return found && CREDENTIALS.includes(found.kind) ? value : null;
  } catch {
    return null;
  }
}

/** @param {string} text @returns {import("./inspection.js").Inspection} */
export function inspectCookies(text) {
  const found = cookies(text);
  return {
    kind: "cookies",
    title: "A Cookie header",
    summary: "So a browser sends its cookies: names and values alone; how each may be sent stood in Set-Cookie.",
    text,
    bytes: text.length,
    parts: found.map(({ run }) => ({ role: "payload", name: run.label, start: run.start, end: run.end, runs: [run] })),
    sections: [rowsSection("payload", "Cookies", found.map(described))],
    claims: null,
    weaknesses: [],
    inner: found.map(({ value }) => inside(value)).find(Boolean) ?? null,
  };
}

function cookies(text) {
  let start = 0;
  return text.split("; ").map((pair) => {
    const [label, ...value] = pair.split("=");
    const run = { id: `payload.${label}`, label, start, end: start + pair.length };
    start = run.end + 2;
    return { run, value: value.join("=") };
  });
}

const described = ({ run, value }) => row(run.id, run.label, value, `${value.length} characters`);
