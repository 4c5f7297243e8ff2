// The session id of Django's stores: django.contrib.sessions.backends.base, VALID_KEY_CHARS.
import { row, rowsSection, wholePart } from "./inspection.js";
import { note } from "./weakness.js";

const ALPHABET = 36;
const BEARER = note(
  "Whoever has it is signed in",
  "Nothing in it can be verified, so everything depends on how it is kept: Secure, HttpOnly, SameSite, and an end on " +
    "the server.",
);

/** @param {string} text @returns {import("./inspection.js").Inspection} */
export function inspectSessionId(text) {
  const bits = Math.floor(text.length * Math.log2(ALPHABET));
  const strength = `${text.length} of ${ALPHABET} characters, at random: ${bits} bits; 128 are asked for (ASVS 7.2.3)`;
  return {
    kind: "session_id",
    title: "A session id, as Django makes them",
    summary: "It says nothing by itself: what it stands for lies on the server, and there it can be ended at once.",
    text,
    bytes: text.length,
    parts: [wholePart("plain", "Session id", 0, text.length)],
    sections: [rowsSection("plain", "Session id", [row("plain", "id", text, strength)])],
    claims: null,
    weaknesses: [BEARER],
    inner: null,
  };
}
