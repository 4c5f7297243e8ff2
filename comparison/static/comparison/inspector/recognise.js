// What was pasted? Headers, quotes and commands around it are taken off first.
import { Fault } from "./fault.js";

/** @typedef {"jws" | "jwe" | "django" | "session_id" | "set_cookie" | "cookies"} Kind */
/** @typedef {{kind: Kind, text: string, name?: string}} Recognised `text` is the bare thing; `name` that of its cookie */

const WRAPPINGS = [
  /^curl\b.*?(?:-H|--header)\s+(['"])(?<inner>(?:authorization|cookie):.*?)\1.*$/is,
  /^curl\b.*?(?:-b|--cookie)\s+(['"])(?<inner>.*?)\1.*$/is,
  /^authorization:\s*(?<inner>.*)$/is,
  /^bearer\s+(?<inner>.*)$/is,
  /^(['"])(?<inner>.*)\1$/s,
];
const ATTRIBUTE = /;\s*(secure|httponly|samesite|path|domain|max-age|expires|partitioned|priority)\b/i;
// RFC 6265 section 4.1.1: a cookie's name is a token, its value has no spaces, quotes, commas, semicolons.
const COOKIE = /^(?<name>[!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(?<value>[^\s;,]*)$/;
const DJANGO = /^\.?[A-Za-z0-9_-]+:[A-Za-z0-9]{1,11}:[A-Za-z0-9_-]{20,}$/;
const SESSION_ID = /^[a-z0-9]{32}$/;

/**
 * @param {string} pasted
 * @returns {Recognised | null} null where nothing was pasted
 * @throws {Fault}
 */
export function recognise(pasted) {
  const text = unwrapped(pasted.trim());
  if (!text) return null;
  if (/^set-cookie:/i.test(text)) return { kind: "set_cookie", text: text.replace(/^set-cookie:\s*/i, "") };
  if (ATTRIBUTE.test(text)) return { kind: "set_cookie", text };
  return cookieHeader(text) ?? bare(text);
}

/** Without the header, the quotes or the command around it. */
export function unwrapped(text) {
  for (const wrapping of WRAPPINGS) {
    const inner = wrapping.exec(text)?.groups.inner;
    if (inner) return unwrapped(inner.trim());
  }
  return text;
}

/** `Cookie: a=1; b=2`, or one such pair. One cookie is looked into, several are listed. */
function cookieHeader(text) {
  const pairs = text
    .replace(/^cookie:\s*/i, "")
    .split(/;\s*/)
    .filter(Boolean);
  const found = pairs.map((pair) => COOKIE.exec(pair)?.groups);
  // A token with padding in it looks like a pair as well: no cookie is named like the beginning of one.
  if (!found.every((pair) => pair && !pair.name.startsWith("eyJ"))) return null;
  if (found.length > 1) return { kind: "cookies", text: pairs.join("; ") };
  const [{ name, value }] = found;
  if (!value) return null;
  return { ...bare(value), name };
}

function bare(text) {
  if (SESSION_ID.test(text)) return { kind: "session_id", text };
  if (DJANGO.test(text)) return { kind: "django", text };
  const parts = text.split(".").length;
  if (parts === 3) return { kind: "jws", text };
  if (parts === 5) return { kind: "jwe", text };
  throw unknown(text, parts);
}

function unknown(text, parts) {
  if (text.startsWith("-----BEGIN") || /^\{[^]*"kty"/.test(text)) {
    return new Fault("This is a key, not a token. It belongs into the field “Key”.");
  }
  if (text.startsWith("{")) {
    return new Fault("This is JSON. Claims are made into a token under “Edit and sign again”.", 0);
  }
  if (text.startsWith("eyJ") || parts > 1) {
    return new Fault(
      `A signed token has 3 parts with dots between them, an encrypted one 5; here ${parts === 1 ? "is 1" : `are ${parts}`}. ` +
        "Was it copied whole?",
      text.length,
    );
  }
  if (text.includes(":")) {
    return new Fault(
      "A cookie that Django signed has 3 parts with colons between them, data:time:signature; " +
        `here are ${text.split(":").length}.`,
      text.length,
    );
  }
  return new Fault(
    "This is neither a token (parts with dots between them), nor a cookie that Django signed (parts with colons), " +
      "nor a session id (32 letters and digits), nor a Set-Cookie line.",
    0,
  );
}
