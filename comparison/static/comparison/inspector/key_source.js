// With which keys: those that this site publishes, or one that was pasted.
import { find } from "./dom.js";
import { read } from "./keys.js";

/** @typedef {{keys: import("./keys.js").Jwk[], whose: string, text: string}} Keys `text` is the pasted one as it is */

const panel = find("keys");
const [field, encoding, fault, site, label, siteNote] = [
  "own-key",
  "encoding",
  "own-key-fault",
  "site-keys",
  "own-key-label",
  "site-keys-note",
].map(find);
const LABELS = { jwe: "The recipient’s key", django: "SECRET_KEY of a development site" };

/** Fetched as the page opens, before anything is pasted, so that no request follows from what is typed. */
const published = fetchKeys();

async function fetchKeys() {
  const answer = await fetch(panel.dataset.jwks).catch(() => null);
  const keys = answer?.ok ? (await answer.json()).keys : [];
  siteNote.textContent = keys.length
    ? keys.map(({ alg, kid }) => `${alg} ${kid}`).join(", ")
    : "This site publishes none at the moment.";
  return keys;
}

/** @param {string} kind of what is inspected */
export function suit(kind) {
  const isSigned = kind === "jws";
  panel.hidden = !["jws", "jwe", "django"].includes(kind);
  panel.querySelector(".choices").hidden = !isSigned;
  label.textContent = LABELS[kind] ?? "A key of your own";
  // The field's own label says enough where there is nothing to choose from.
  find("keys-legend").textContent = kind === "jwe" ? "Open with" : "Verify with";
  find("keys-legend").classList.toggle("visually-hidden", !isSigned);
  find("own").hidden = isSigned && site.checked;
}

/** @param {string} kind @returns {Promise<Keys>} none, and why beside the field, where what was pasted is no key */
export async function chosen(kind) {
  tell("");
  if (kind === "jws" && site.checked) return { keys: await published, whose: "this site", text: "" };
  const text = field.value;
  if (kind === "django") return { keys: [], whose: "the pasted key", text: text.trim() };
  try {
    return { keys: await read(text, encoding.value), whose: "the pasted key", text };
  } catch (error) {
    tell(error.message);
    return { keys: [], whose: "the pasted key", text };
  }
}

function tell(message) {
  fault.textContent = message;
  fault.hidden = !message;
  field.setAttribute("aria-invalid", String(Boolean(message)));
}

/** @param {object | string} key a JWK, or a secret */
export function useOwn(key) {
  find("pasted-key").checked = true;
  encoding.value = "text";
  field.value = typeof key === "string" ? key : JSON.stringify(key, null, 2);
}

export function useSite() {
  site.checked = true;
}

/** @param {() => void} changed */
export function onChange(changed) {
  panel.addEventListener("input", changed);
}
