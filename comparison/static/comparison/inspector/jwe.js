// An encrypted token in its compact form: RFC 7516 section 3.1.
import { asHex, decode } from "./base64url.js";
import { doubled, jsonPart, jsonSection, hexSection, wholePart } from "./inspection.js";
import { headerOf, placed, places, textOf } from "./jws.js";
import { encryptionWeaknesses, headerWeaknesses, sizeWeaknesses } from "./token_weaknesses.js";

const PARTS = [
  ["key", "Encrypted key", "the key of the content, itself encrypted for the recipient"],
  ["iv", "Initialisation vector", "random, never twice with one key; no secret"],
  ["payload", "Ciphertext", "what only the recipient can read"],
  ["signature", "Authentication tag", "fails if a byte of header, vector or ciphertext was changed"],
];

/**
 * @param {string} text
 * @returns {import("./inspection.js").Inspection}
 * @throws {import("./fault.js").Fault}
 */
export function inspectJwe(text) {
  const [first, ...others] = places(text);
  const headerText = textOf(first, "The header");
  const header = headerOf(first, headerText);
  const bytes = others.map((place, at) =>
    placed(place.start, () => decode(place.text, `The ${PARTS[at][1].toLowerCase()}`)),
  );
  const [encryptedKey, iv, ciphertext, tag] = bytes;
  return {
    kind: "jwe",
    title: "An encrypted token (JWE)",
    summary: "Its header can be read by anybody, its content only with the key.",
    text,
    bytes: text.length,
    parts: [
      jsonPart("header", "Header", headerText, first.start, first.end),
      ...others.map(({ start, end }, at) => wholePart(PARTS[at][0], PARTS[at][1], start, end)),
    ],
    sections: [
      jsonSection("header", "Header", headerText, "encrypted"),
      ...bytes.map((part, at) => hexSection(PARTS[at][0], PARTS[at][1], shown(part), note(at, part, header))),
    ],
    claims: null,
    weaknesses: [
      ...headerWeaknesses(header),
      ...encryptionWeaknesses(header, iv),
      ...doubled(headerText, "header"),
      ...sizeWeaknesses(text.length),
    ],
    inner: null,
    token: { header, aad: first.text, encryptedKey, iv, ciphertext, tag },
  };
}

function shown(bytes) {
  if (!bytes.length) return "(empty)";
  return bytes.length > 48 ? `${asHex(bytes.slice(0, 48))} …` : asHex(bytes);
}

function note(at, bytes, header) {
  if (at === 0 && !bytes.length && header.alg === "dir") return "empty: with “dir” both sides already share the key";
  return `${bytes.length} bytes; ${PARTS[at][2]}`;
}
