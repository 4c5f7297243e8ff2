// The same thing in another form: as it travels, a key as JWK or PEM, claims as JSON or base64url.
import { NO_WEBCRYPTO, subtle } from "./algorithms.js";
import { asText, decode, encodeText } from "./base64url.js";
import { copyButton, element, find } from "./dom.js";
import { Fault } from "./fault.js";
import { cleaned, read, toPem } from "./keys.js";
import { forms } from "./travel.js";

const travel = find("travel");
const [keyIn, keyOut, keyFault] = ["key-in", "key-out", "key-fault"].map(find);
const [json, encoded, claimsFault] = ["claims-json", "claims-encoded", "claims-fault"].map(find);

/** @param {import("./inspection.js").Inspection | null} inspection */
export function showForms(inspection) {
  const url = new URL(travel.dataset.url, location.href).href;
  const found = inspection ? forms(inspection, url, travel.dataset.cookie) : [];
  find("no-travel").hidden = found.length > 0;
  travel.replaceChildren(...found.map(form));
}

function form({ name, text }) {
  const head = element(
    "div",
    { class: "form-head" },
    element("h4", {}, name),
    copyButton(() => text, `as ${name}`),
  );
  return element(
    "div",
    { class: "travelling" },
    head,
    element("pre", { class: "code wrap", tabindex: 0, role: "region", "aria-label": name }, text),
  );
}

async function convertKey() {
  await attempt(keyFault, async () => {
    if (!subtle()) throw new Fault(NO_WEBCRYPTO);
    const text = keyIn.value.trim();
    const isPem = text.startsWith("-----");
    if (text && !isPem && !text.startsWith("{")) throw new Fault("A JWK begins with {, a PEM with five hyphens.", 0);
    const keys = await read(text);
    const others = isPem ? [JSON.stringify(cleaned(keys[0]), null, 2)] : await Promise.all(keys.map(toPem));
    keyOut.value = others.join("\n");
  });
}

async function attempt(fault, action) {
  fault.hidden = true;
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault.textContent = error.message;
    fault.hidden = false;
  }
}

/** Each side follows the other; the one that is typed in stays as it is. */
json.addEventListener("input", () =>
  attempt(claimsFault, () => {
    encoded.value = json.value ? encodeText(compact(json.value)) : "";
  }),
);
encoded.addEventListener("input", () =>
  attempt(claimsFault, () => {
    const text = asText(decode(encoded.value.trim(), "It"));
    if (text === null) throw new Fault("It decodes to bytes that are no text.");
    json.value = pretty(text);
  }),
);
keyIn.addEventListener("input", convertKey);

function compact(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new Fault(`It is not JSON: ${error.message}.`);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
