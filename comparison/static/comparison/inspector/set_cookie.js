// A Set-Cookie line: RFC 6265 and what browsers make of it.
import { cookieWeaknesses } from "./cookie_weaknesses.js";
import { Fault } from "./fault.js";
import { row, rowsSection } from "./inspection.js";
import { inside } from "./cookie_header.js";
import { span } from "./moments.js";

const MEANINGS = {
  secure: "sent over https only",
  httponly: "no script can read it",
  samesite: "whether requests that other sites cause carry it",
  path: "sent for paths that begin so; no protection, since pages of one origin can reach each other",
  domain: "sent to this host and every host below it",
  "max-age": "how long the browser keeps it",
  expires: "until when the browser keeps it; Max-Age wins over it",
  partitioned: "kept apart for each site that embeds this one",
  priority: "which cookies Chromium drops first",
};
const SAMESITE = {
  strict: "no request that another site causes carries it",
  lax: "of the requests that other sites cause only links and GET forms carry it",
  none: "every request carries it, whoever causes it",
};

/** @typedef {{name: string, value: string, attributes: Map<string, string>}} Cookie names of attributes in lower case */

/** @param {string} line @returns {Cookie} @throws {Fault} */
export function parseSetCookie(line) {
  const [pair, ...rest] = line.split(";");
  const at = pair.indexOf("=");
  if (at < 1) throw new Fault("A Set-Cookie line begins with name=value; here is no name before an equals sign.", 0);
  const attributes = new Map();
  for (const text of rest) {
    const [name, ...value] = text.trim().split("=");
    if (name) attributes.set(name.toLowerCase(), value.join("="));
  }
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), attributes };
}

/** @param {string} line @returns {import("./inspection.js").Inspection} */
export function inspectSetCookie(line) {
  const cookie = parseSetCookie(line);
  const { name, value, attributes } = cookie;
  return {
    kind: "set_cookie",
    title: "A Set-Cookie line",
    summary: `With it a server gives the browser the cookie “${name}” to keep and to send back.`,
    text: line,
    bytes: name.length + value.length,
    parts: parts(line),
    sections: [
      rowsSection("payload", "Cookie", [
        row("payload.name", "name", name, prefixMeaning(name)),
        row("payload.value", "value", value || "(empty: the browser forgets it)", `${value.length} characters`),
      ]),
      rowsSection("header", "Attributes", [...attributes].map(attribute), attributes.size ? "" : "None."),
    ],
    claims: null,
    weaknesses: cookieWeaknesses(cookie),
    inner: inside(value),
  };
}

function parts(line) {
  const found = [];
  let start = 0;
  for (const [at, piece] of line.split(";").entries()) {
    const lead = piece.length - piece.trimStart().length;
    const [from, to] = [start + lead, start + piece.trimEnd().length];
    start += piece.length + 1;
    if (to <= from) continue;
    if (at === 0) found.push(...pairParts(line, from, to));
    else found.push(part("header", ...named(line, from), from, to));
  }
  return found;
}

/** An attribute is called by its name as it is written, and tied to its row by it. */
function named(line, from) {
  const [name] = line.slice(from).split(/[=;]/);
  return [name.trim(), name.trim()];
}

function pairParts(line, from, to) {
  const equals = line.indexOf("=", from);
  return [part("payload", "Name", "name", from, equals), part("payload", "Value", "value", equals + 1, to)];
}

function part(role, name, label, start, end) {
  return { role, name, start, end, runs: [{ id: `${role}.${label.toLowerCase()}`, label, start, end }] };
}

function attribute([name, value]) {
  const meaning = name === "samesite" ? SAMESITE[value.toLowerCase()] : undefined;
  const seconds = name === "max-age" ? Number(value) : 0;
  const shown = seconds > 0 ? `${value} (${span(seconds)})` : value || "yes";
  const until = name === "expires" ? Date.parse(value) / 1000 : Number.NaN;
  const words = meaning ?? MEANINGS[name] ?? "unknown: browsers ignore it";
  return row(`header.${name}`, name, shown, words, Number.isNaN(until) ? null : until);
}

function prefixMeaning(name) {
  if (name.startsWith("__Host-")) return "__Host-: the browser insists on Secure, Path=/ and no Domain";
  if (name.startsWith("__Secure-")) return "__Secure-: the browser insists on Secure";
  return "";
}
