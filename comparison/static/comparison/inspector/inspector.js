// The page: what is pasted is read, judged and shown as one types. Nothing of it leaves the page or stays in it.
import { find } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { Fault } from "./fault.js";
import { judge } from "./judging.js";
import * as keySource from "./key_source.js";
import { read } from "./reading.js";
import { unwrapped } from "./recognise.js";
import { link, showParts } from "./show_parts.js";
import { showSection, showWeaknesses, tick } from "./show_sections.js";
import { showBadges, showFault, showTerm } from "./show_verdict.js";
import { fillEditor, onSigned } from "./editor.js";
import { showForms } from "./converter.js";
import "./mine.js";

const [input, fault, example, result, empty] = ["credential", "credential-fault", "example", "result", "empty"].map(
  find,
);
const [kind, summary, badges, detail, remaining] = ["kind", "summary", "badges", "detail", "remaining"].map(find);
const [bytes, decoded, weaknesses, inside] = ["bytes", "decoded", "weaknesses", "inside"].map(find);
/** Counts what was typed: an answer that comes late is not shown. */
let turn = 0;
/** @type {{inspection: import("./inspection.js").Inspection, judgement: import("./judging.js").Judgement} | null} */
let shown = null;

async function inspect() {
  const mine = (turn += 1);
  try {
    const inspection = await read(input.value);
    keySource.suit(inspection?.kind ?? "");
    const judgement = inspection && (await judge(inspection, await keySource.chosen(inspection.kind)));
    if (mine === turn) show(inspection, judgement);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (mine === turn) refuse(error);
  }
}

function show(inspection, judgement) {
  tell([]);
  result.hidden = !inspection;
  empty.hidden = Boolean(inspection);
  decoded.hidden = !inspection;
  shown = inspection && { inspection, judgement };
  showForms(inspection);
  if (!inspection) return;
  kind.textContent = inspection.title;
  summary.textContent = `${inspection.summary} ${inspection.bytes.toLocaleString("en")} bytes.`;
  bytes.replaceChildren(showParts(inspection));
  const sections = [...judgement.sections, ...inspection.sections];
  find("sections").replaceChildren(...sections.map(showSection));
  weaknesses.replaceChildren(...showWeaknesses([...judgement.weaknesses, ...inspection.weaknesses]));
  inside.hidden = !(inspection.inner ?? judgement.inner);
  fillEditor(inspection);
  renew();
}

/** What depends on the time. Announced only where it has changed. */
function renew() {
  if (!shown) return;
  const { inspection, judgement } = shown;
  const next = showBadges(inspection, judgement.verdict);
  if (next.map((badge) => badge.outerHTML).join("") !== badges.innerHTML) badges.replaceChildren(...next);
  const words = judgement.verdict?.detail ?? "";
  if (detail.textContent !== words) detail.textContent = words;
  remaining.replaceChildren(...showTerm(inspection));
}

function refuse(error) {
  shown = null;
  result.hidden = decoded.hidden = true;
  empty.hidden = false;
  keySource.suit("");
  tell(showFault(unwrapped(input.value.trim()), error));
}

function tell(message) {
  fault.replaceChildren(...message);
  fault.hidden = !message.length;
  input.setAttribute("aria-invalid", String(message.length > 0));
}

/** @param {string} text @param {object | string} [key] */
function put(text, key) {
  input.value = text;
  if (key) keySource.useOwn(key);
  else keySource.useSite();
  return inspect();
}

/** An example has an address; what people paste has none, since addresses are kept and passed on. */
function openExample() {
  const id = location.hash.slice(1);
  if (!Object.hasOwn(EXAMPLES, id)) return;
  example.value = id;
  put(EXAMPLES[id].credential, EXAMPLES[id].key);
}

input.addEventListener("input", () => {
  example.value = "";
  if (location.hash) history.replaceState(null, "", location.pathname);
  inspect();
});
example.addEventListener("change", () => {
  history.replaceState(null, "", example.value ? `#${example.value}` : location.pathname);
  if (example.value) openExample();
  else put("");
});
find("clear").addEventListener("click", () => {
  example.value = "";
  history.replaceState(null, "", location.pathname);
  put("");
  input.focus();
});
inside.addEventListener("click", () => {
  put(shown.inspection.inner ?? shown.judgement.inner);
  input.focus();
});
onSigned((token, key) => {
  put(token, key);
  find("result").scrollIntoView({ block: "nearest" });
});
keySource.onChange(inspect);
link(find("inspector"));
addEventListener("hashchange", openExample);
setInterval(() => {
  renew();
  tick(document);
}, 1_000);
find("inspector").hidden = false;
document.querySelectorAll("[data-needs-scripts]").forEach((each) => (each.hidden = false));
if (location.hash) openExample();
else inspect();
