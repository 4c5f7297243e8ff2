// A Set-Cookie line, a Cookie header, a session id: RFC 6265 and what browsers make of it.
import { cookieWeaknesses } from "./cookie_weaknesses.js";
import { Fault } from "./fault.js";
import { wholePart } from "./inspection.js";
import { recognise } from "./recognise.js";
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
      {
        role: "payload",
        title: "Cookie",
        rows: [
          { id: "payload.name", name: "name", value: name, meaning: prefixMeaning(name), moment: null },
          { id: "payload.value", name: "value", value: value || "(empty: the browser forgets it)", meaning: `${value.length} characters`, moment: null },
        ],
        text: "",
        note: "",
      },
      { role: "header", title: "Attributes", rows: [...attributes].map(row), text: "", note: attributes.size ? "" : "None." },
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
    else found.push(attributePart(line.slice(from, to), from, to));
  }
  return found;
}

function pairParts(line, from, to) {
  const equals = line.indexOf("=", from);
  return [
    { ...wholePart("payload", "Name", from, equals), runs: [{ id: "payload.name", label: "name", start: from, end: equals }] },
    { ...wholePart("payload", "Value", equals + 1, to), runs: [{ id: "payload.value", label: "value", start: equals + 1, end: to }] },
  ];
}

function attributePart(text, start, end) {
  const name = text.split("=")[0];
  return { role: "header", name, start, end, runs: [{ id: `header.${name.toLowerCase()}`, label: name, start, end }] };
}

function row([name, value]) {
  const meaning = name === "samesite" ? SAMESITE[value.toLowerCase()] : undefined;
  const seconds = name === "max-age" && /^-?\d+$/.test(value) ? Number(value) : null;
  return {
    id: `header.${name}`,
    name,
    value: seconds > 0 ? `${value} (${span(seconds)})` : value || "yes",
    meaning: meaning ?? MEANINGS[name] ?? "unknown: browsers ignore it",
    moment: name === "expires" && !Number.isNaN(Date.parse(value)) ? Date.parse(value) / 1000 : null,
  };
}

function prefixMeaning(name) {
  if (name.startsWith("__Host-")) return "__Host-: the browser insists on Secure, Path=/ and no Domain";
  if (name.startsWith("__Secure-")) return "__Secure-: the browser insists on Secure";
  return "";
}

/** @returns {string | null} the value, if it is a credential that can be looked into */
function inside(value) {
  try {
    const found = recognise(value);
    return found && ["jws", "jwe", "django", "session_id"].includes(found.kind) ? value : null;
  } catch {
    return null;
  }
}

/** @param {string} text @returns {import("./inspection.js").Inspection} */
export function inspectCookies(text) {
  let start = 0;
  const runs = text.split("; ").map((pair) => {
    const [name, ...value] = pair.split("=");
    const run = { id: `payload.${name}`, label: name, start, end: start + pair.length, value: value.join("=") };
    start = run.end + 2;
    return run;
  });
  return {
    kind: "cookies",
    title: "A Cookie header",
    summary: "So a browser sends its cookies: names and values alone; how each may be sent stood in Set-Cookie.",
    text,
    bytes: text.length,
    parts: runs.map((run) => ({ role: "payload", name: run.label, start: run.start, end: run.end, runs: [run] })),
    sections: [
      { role: "payload", title: "Cookies", rows: runs.map(({ id, label, value }) => ({ id, name: label, value, meaning: `${value.length} characters`, moment: null })), text: "", note: "" },
    ],
    claims: null,
    weaknesses: [],
    inner: runs.map(({ value }) => inside(value)).find(Boolean) ?? null,
  };
}

/** @param {string} text @returns {import("./inspection.js").Inspection} */
export function inspectSessionId(text) {
  const bits = Math.floor(text.length * Math.log2(36));
  return {
    kind: "session_id",
    title: "A session id, as Django makes them",
    summary: "It says nothing by itself: what it stands for lies on the server, and there it can be ended at once.",
    text,
    bytes: text.length,
    parts: [wholePart("plain", "Session id", 0, text.length)],
    sections: [
      { role: "plain", title: "Session id", rows: [{ id: "plain", name: "id", value: text, meaning: `${text.length} of 36 characters, at random: ${bits} bits, where 128 are asked for (OWASP ASVS 7.2.3)`, moment: null }], text: "", note: "" },
    ],
    claims: null,
    weaknesses: [
      {
        level: "note",
        title: "Whoever has it is signed in",
        why: "Nothing in it can be verified, so everything depends on how it is kept: Secure, HttpOnly, SameSite, and an end on the server.",
      },
    ],
    inner: null,
  };
}
