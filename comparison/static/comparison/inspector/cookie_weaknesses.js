// What is weak about a Set-Cookie line: OWASP ASVS 3.3, draft-ietf-httpbis-rfc6265bis.
import { caution, note, serious } from "./weakness.js";

const COOKIE_BYTES = 4096;
const LONG = 400 * 86_400; // browsers keep none longer
const CSRF = /csrf|xsrf/i;

/**
 * @param {import("./set_cookie.js").Cookie} cookie
 * @returns {import("./inspection.js").Weakness[]}
 */
export function cookieWeaknesses(cookie) {
  return [...flags(cookie), ...sameSite(cookie.attributes), ...reach(cookie), ...limits(cookie)];
}

function flags({ name, attributes }) {
  const found = [];
  if (!attributes.has("secure")) {
    found.push(serious("No Secure", "It also travels over http, where anybody on the way can read it."));
  }
  if (!attributes.has("httponly")) {
    found.push(
      CSRF.test(name)
        ? note("No HttpOnly", "A CSRF cookie may need to be read by the page’s scripts; any other should not.")
        : serious("No HttpOnly", "Every script in the page can read it: one injection, and it is stolen."),
    );
  }
  return found;
}

function sameSite(attributes) {
  const value = attributes.get("samesite")?.toLowerCase();
  if (value === undefined) {
    return [
      caution(
        "No SameSite",
        "Browsers differ in what they take then: Chromium treats it as Lax, after two minutes; others send it " +
          "everywhere.",
      ),
    ];
  }
  if (!["strict", "lax", "none"].includes(value)) {
    return [caution(`SameSite=${value} is no value`, "It is Strict, Lax or None; browsers ignore others.")];
  }
  if (value !== "none") return [];
  const found = [
    caution("SameSite=None", "Requests that other sites cause carry it too: everything depends on CSRF tokens."),
  ];
  if (!attributes.has("secure")) found.push(serious("SameSite=None without Secure", "Browsers refuse the cookie."));
  return found;
}

function reach({ name, attributes }) {
  const domain = attributes.get("domain");
  const found = [];
  if (domain) {
    found.push(
      caution(
        `Domain=${domain}`,
        `Every host below ${domain.replace(/^\./, "")} receives it: the weakest of them can steal it.`,
      ),
    );
  }
  if (name.startsWith("__Host-") && (domain || attributes.get("path") !== "/" || !attributes.has("secure"))) {
    found.push(
      serious("__Host- without what it promises", "It wants Secure, Path=/ and no Domain; browsers refuse the cookie."),
    );
  } else if (name.startsWith("__Secure-") && !attributes.has("secure")) {
    found.push(serious("__Secure- without Secure", "Browsers refuse the cookie."));
  } else if (!/^__(Host|Secure)-/.test(name)) {
    found.push(
      caution(
        "No __Host- prefix",
        "A host below, or a page over http, can set a cookie of the same name and so choose the session (fixation).",
      ),
    );
  }
  return found;
}

function limits({ name, value, attributes }) {
  const found = [];
  const bytes = new TextEncoder().encode(name + value).length;
  if (bytes > COOKIE_BYTES) {
    found.push(
      serious(
        `${bytes.toLocaleString("en")} bytes`,
        "Browsers keep 4,096 bytes of name and value, and drop what is larger without a word.",
      ),
    );
  }
  if (Number(attributes.get("max-age")) > LONG)
    found.push(note("Kept for longer than 400 days", "Browsers cut it to 400 days."));
  return found;
}
