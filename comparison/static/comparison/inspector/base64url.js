// base64url without padding: RFC 7515 section 2, RFC 4648 section 5.
import { Fault } from "./fault.js";

const FOREIGN = /[^A-Za-z0-9_-]/;
const HINTS = {
  "=": "base64url carries no padding",
  "+": "this is the ordinary base64 alphabet; base64url writes - for +",
  "/": "this is the ordinary base64 alphabet; base64url writes _ for /",
  "\n": "a line break got into the text",
  " ": "a space got into the text",
};

/**
 * @param {string} text
 * @param {string} [what] what it is called in a message
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {Fault}
 */
export function decode(text, what = "This part") {
  const at = text.search(FOREIGN);
  if (at >= 0) {
    const hint = HINTS[text[at]] ?? "only A to Z, a to z, 0 to 9, - and _ belong here";
    throw new Fault(`${what} is not base64url: “${text[at]}” stands in it; ${hint}.`, at);
  }
  if (text.length % 4 === 1) {
    throw new Fault(
      `${what} cannot be base64url: ${text.length} characters are one too many or some too few.`,
      text.length,
    );
  }
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
}

/** @param {Uint8Array | ArrayBuffer} bytes */
export function encode(bytes) {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Whether it is the one way to write these bytes: the last character may hold bits that no decoder looks at. */
export const isCanonical = (text) => encode(decode(text)) === text;

/** @param {string} text */
export const encodeText = (text) => encode(new TextEncoder().encode(text));

/** @returns {string | null} null where the bytes are no text */
export function asText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @param {Uint8Array} bytes */
export const asHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
