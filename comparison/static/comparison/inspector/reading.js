// One way from what was pasted to what it is.
import { inspectCookies } from "./cookie_header.js";
import { inspectDjango } from "./django_signing.js";
import { inspectJwe } from "./jwe.js";
import { inspectJws } from "./jws.js";
import { inspectSessionId } from "./session_id.js";
import { inspectSetCookie } from "./set_cookie.js";
import { recognise } from "./recognise.js";

const READERS = {
  jws: inspectJws,
  jwe: inspectJwe,
  django: inspectDjango,
  session_id: inspectSessionId,
  set_cookie: inspectSetCookie,
  cookies: inspectCookies,
};

/**
 * @param {string} pasted
 * @param {number} [now] in seconds since 1970
 * @returns {Promise<import("./inspection.js").Inspection | null>} null where nothing was pasted
 * @throws {import("./fault.js").Fault}
 */
export async function read(pasted, now = Date.now() / 1000) {
  const found = recognise(pasted);
  return found && READERS[found.kind](found.text, now);
}
