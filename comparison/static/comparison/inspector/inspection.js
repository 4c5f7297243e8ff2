/**
 * What each kind of credential becomes, so that one page shows them all.
 *
 * @typedef {{id: string, start: number, end: number, label: string}} Run a stretch of a part, tied to a row by its id
 * @typedef {{role: Role, name: string, start: number, end: number, runs: Run[]}} Part places in `text`
 * @typedef {"header" | "payload" | "signature" | "key" | "iv" | "plain"} Role by which a part is coloured
 * @typedef {{id: string, name: string, value: string, meaning: string, moment: number | null}} Row
 * @typedef {{role: Role, title: string, rows: Row[], text: string, note: string}} Section
 * @typedef {{level: "serious" | "caution" | "note", title: string, why: string}} Weakness
 * @typedef {{
 *   kind: string, title: string, summary: string, text: string, parts: Part[], sections: Section[],
 *   claims: Record<string, unknown> | null, weaknesses: Weakness[], inner: string | null, bytes: number,
 *   token?: object
 * }} Inspection `inner` is another credential that was found inside; `token` what is needed to verify or decrypt it
 */
import { asHex } from "./base64url.js";
import { duplicates, members } from "./json_members.js";
import { meaning, moment } from "./claims.js";
import { serious } from "./weakness.js";

const size = (text) => new TextEncoder().encode(text).length;
// Each base64url character holds 6 bits: byte n begins in character floor(n * 8 / 6).
const characterOf = (byte) => Math.floor((byte * 4) / 3);

/**
 * A part that holds a JSON object in base64url: a run for each member, found where its first byte begins.
 *
 * @returns {Part}
 */
export function jsonPart(role, name, json, start, end) {
  const isAscii = size(json) === json.length; // and then a place is the number of bytes before it
  const bytesBefore = (at) => (isAscii ? at : size(json.slice(0, at)));
  const runs = members(json).map((member) => ({
    id: `${role}.${member.name}`,
    label: member.name,
    start: start + characterOf(bytesBefore(member.start)),
    end: Math.min(end, start + Math.ceil((bytesBefore(member.end) * 4) / 3)),
  }));
  // Where two members share a character, it goes to the later one.
  runs.forEach((run, at) => (run.end = Math.min(run.end, runs[at + 1]?.start ?? run.end)));
  return { role, name, start, end, runs };
}

/** A part that means something only as a whole. */
export function wholePart(role, name, start, end) {
  return { role, name, start, end, runs: [{ id: role, label: name, start, end }] };
}

/** @param {import("./claims.js").Place} place @returns {Section} */
export function jsonSection(role, title, json, place) {
  const rows = members(json).map(({ name, value }) => ({
    id: `${role}.${name}`,
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    meaning: meaning(name, place),
    moment: moment(name, value, place),
  }));
  return { role, title, rows, text: json, note: "" };
}

/** @returns {Row} */
export const row = (id, name, value, explanation = "", at = null) => ({
  id,
  name,
  value,
  meaning: explanation,
  moment: at,
});

/** @param {Row[]} rows @returns {Section} */
export const rowsSection = (role, title, rows, note = "") => ({ role, title, rows, text: "", note });

/** @returns {Section} of a part that is bytes */
export const hexSection = (role, title, hex, explanation) =>
  rowsSection(role, title, [row(role, "hex", hex, explanation)]);

/** @returns {Section} of a part that is text and no JSON; or bytes, where `text` is null */
export const plainSection = (role, title, text, bytes) =>
  text === null
    ? hexSection(role, title, asHex(bytes), `${bytes.length} bytes that are no text`)
    : rowsSection(role, title, [row(role, "text", text, `${bytes.length} bytes, no JSON object`)]);

/** @returns {Weakness[]} */
export function doubled(json, what) {
  const why =
    "One program reads the first, another the last, and they disagree on what was signed (RFC 7519 section 4).";
  return duplicates(members(json)).map((name) => serious(`“${name}” stands twice in the ${what}`, why));
}
