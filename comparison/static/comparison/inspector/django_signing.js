// What django.core.signing.dumps makes: [.]data:timestamp:signature. Sessions in signed cookies are made by it.
import { NO_WEBCRYPTO, subtle } from "./algorithms.js";
import { asHex, asText, decode, encode } from "./base64url.js";
import { Fault } from "./fault.js";
import { inflate } from "./inflate.js";
import { doubled, jsonPart, jsonSection, row, rowsSection, hexSection, wholePart } from "./inspection.js";
import { parseObject } from "./json_members.js";
import { placed } from "./jws.js";
import { djangoWeaknesses } from "./django_weaknesses.js";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The salts with which Django itself signs, and what it signs with each. */
const SALTS = {
  "django.contrib.sessions.backends.signed_cookies": "a session in a signed cookie",
  "django.contrib.sessions.SessionStore": "a session as it lies in the database",
  "django.core.signing": "made by signing.dumps",
};

/** @param {string} text @returns {number} seconds since 1970 */
export const timestamp = (text) => [...text].reduce((value, digit) => value * 62 + DIGITS.indexOf(digit), 0);

/**
 * @param {string} text
 * @param {number} now in seconds since 1970
 * @returns {Promise<import("./inspection.js").Inspection>}
 * @throws {Fault}
 */
export async function inspectDjango(text, now) {
  const [data, time, signature] = text.split(":");
  const isPacked = data.startsWith(".");
  const start = isPacked ? 1 : 0;
  const packed = placed(start, () => decode(data.slice(start), "The data"));
  const bytes = placed(data.length + time.length + 2, () => decode(signature, "The signature"));
  const json = asText(isPacked ? await inflate(packed, "deflate") : packed);
  if (json === null) throw new Fault("The data is no text: was it written by another serializer than JSON’s?", start);
  const claims = placed(start, () => parseObject(json, "The data"));
  const made = timestamp(time);
  const timeAt = data.length + 1;
  return {
    kind: "django",
    title: "A cookie that Django signed",
    summary: "Anybody who has it can read it; only who has SECRET_KEY can make one.",
    text,
    bytes: text.length,
    parts: [
      isPacked
        ? wholePart("payload", "Data, compressed", 0, data.length)
        : jsonPart("payload", "Data", json, 0, data.length),
      wholePart("iv", "Time", timeAt, timeAt + time.length),
      wholePart("signature", "Signature", timeAt + time.length + 1, text.length),
    ],
    sections: [
      jsonSection("payload", isPacked ? "Data, unpacked" : "Data", json, "django"),
      rowsSection("iv", "Time", [row("iv", time, String(made), "when it was signed, in base 62", made)]),
      hexSection(
        "signature",
        "Signature",
        asHex(bytes),
        `${bytes.length} bytes; HMAC-SHA256 under a key made of SECRET_KEY and a salt`,
      ),
    ],
    claims: null,
    weaknesses: [...djangoWeaknesses(claims, made, now, text.length), ...doubled(json, "data")],
    inner: null,
    token: { value: text.slice(0, timeAt + time.length), signature },
  };
}

/**
 * @param {{value: string, signature: string}} token
 * @param {string} secretKey
 * @returns {Promise<import("./verify.js").Verdict>}
 */
export async function verifyDjango({ value, signature }, secretKey) {
  if (!subtle()) return { state: "open", text: "not verified", detail: NO_WEBCRYPTO };
  if (!secretKey)
    return { state: "open", text: "not verified", detail: "Paste the SECRET_KEY of a development site to verify it." };
  for (const [salt, what] of Object.entries(SALTS)) {
    if ((await signed(value, secretKey, salt)) === signature) {
      return { state: "good", text: "verified", detail: `Salt ${salt}: ${what}.` };
    }
  }
  return {
    state: "bad",
    text: "not authentic",
    detail: "None of Django’s own salts with this SECRET_KEY gives this signature.",
  };
}

/** django.utils.crypto.salted_hmac: the key is a digest of salt and secret. */
async function signed(value, secretKey, salt) {
  const encoder = new TextEncoder();
  const digest = await subtle().digest("SHA-256", encoder.encode(`${salt}signer${secretKey}`));
  const key = await subtle().importKey("raw", digest, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return encode(await subtle().sign("HMAC", key, encoder.encode(value)));
}
