// What is weak about the claims of a token: RFC 7519, RFC 8725, RFC 9068.
import { exposed } from "./exposed.js";
import { span } from "./moments.js";
import { caution, note, serious } from "./weakness.js";

const HOUR = 3_600;
const MONTH = 31 * 86_400;
// The times beyond this are milliseconds: as seconds they would lie in the year 5138.
const MOST_SECONDS = 1e11;
const REFRESH = /refresh/i;
const TIMES = ["exp", "nbf", "iat"];

/**
 * @param {Record<string, unknown>} claims
 * @param {Record<string, unknown>} header
 * @param {number} now in seconds since 1970
 * @returns {import("./inspection.js").Weakness[]}
 */
export function claimWeaknesses(claims, header, now) {
  return [...expiry(claims, header, now), ...times(claims, now), ...parties(claims), ...exposed(claims)];
}

function expiry(claims, header, now) {
  if (claims.exp === undefined) {
    return [serious("No exp: it never expires", "Once stolen it can be used for ever, unless something else ends it.")];
  }
  if (typeof claims.exp !== "number") return []; // said by times()
  const begins = typeof claims.iat === "number" ? claims.iat : now;
  const life = claims.exp - begins;
  const isRefresh = REFRESH.test(String(header.typ)) || REFRESH.test(String(claims.token_type ?? claims.typ ?? ""));
  const most = isRefresh ? MONTH : HOUR;
  if (life <= most || claims.exp >= MOST_SECONDS) return [];
  const kind = isRefresh ? "A refresh token" : "An access token";
  return [
    caution(
      `It lives for ${span(life)}`,
      `${kind} that lives longer than ${isRefresh ? "a month" : "an hour"} serves a thief for long, and what it says grows stale.`,
    ),
  ];
}

function times(claims, now) {
  const found = [];
  for (const name of TIMES.filter((each) => claims[each] !== undefined)) {
    const value = claims[name];
    if (typeof value !== "number") {
      found.push(
        serious(
          `${name} is no number`,
          "Times are seconds since 1970, as a JSON number (RFC 7519 section 2); many libraries refuse others or " +
            "skip the check.",
        ),
      );
    } else if (value >= MOST_SECONDS) {
      found.push(
        serious(
          `${name} is in milliseconds`,
          "Times are seconds since 1970. Read so, it lies thousands of years ahead.",
        ),
      );
    }
  }
  if (typeof claims.iat === "number" && claims.iat > now + 60 && claims.iat < MOST_SECONDS) {
    found.push(caution("Issued in the future", "The clock of the issuer, or yours, is wrong."));
  }
  return found;
}

function parties(claims) {
  const found = [];
  if (claims.iss === undefined)
    found.push(caution("No iss", "It does not say who made it, so a token of another issuer may pass."));
  if (claims.aud === undefined) {
    found.push(
      caution(
        "No aud",
        "It does not say for whom it is meant, so a token meant for another service may pass (RFC 8725 section 3.9).",
      ),
    );
  }
  if (claims.jti === undefined) found.push(note("No jti", "It has no id of its own by which it could be denied."));
  return found;
}
