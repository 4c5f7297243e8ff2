// What is weak about a session that lies in a signed cookie.
import { exposed } from "./exposed.js";
import { span } from "./moments.js";
import { caution, note, serious } from "./weakness.js";

const COOKIE_BYTES = 4096;
const TWO_WEEKS = 14 * 86_400;
const COPY = caution(
  "A copy of it cannot be ended",
  "The server keeps nothing that it could delete. Signing out makes this browser forget it; a copy goes on until it is " +
    "too old, the password changes or a revocation is looked up.",
);
const OLD = "Django refuses a session that is older than SESSION_COOKIE_AGE, two weeks unless set otherwise.";
const LARGE = "Browsers keep 4,096 bytes of a cookie’s name and value, and drop what is larger without a word.";

/**
 * @param {Record<string, unknown>} data
 * @param {number} made when it was signed, in seconds since 1970
 * @param {number} now
 * @param {number} bytes
 * @returns {import("./inspection.js").Weakness[]}
 */
export function djangoWeaknesses(data, made, now, bytes) {
  const found = [...exposed(data), COPY];
  if (now - made > TWO_WEEKS) found.push(note(`Signed ${span(now - made)} ago`, OLD));
  if (made > now + 60) found.push(caution("Signed in the future", "One of the clocks is wrong."));
  if (bytes > COOKIE_BYTES) found.push(serious(`${bytes.toLocaleString("en")} bytes`, LARGE));
  return found;
}
