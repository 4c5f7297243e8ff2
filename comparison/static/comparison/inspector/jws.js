// A signed token in its compact form: RFC 7515 section 3.1.
import { describe } from "./algorithms.js";
import { asHex, asText, decode, isCanonical } from "./base64url.js";
import { Fault } from "./fault.js";
import { doubled, jsonPart, jsonSection, plainSection, hexSection, wholePart } from "./inspection.js";
import { parseObject } from "./json_members.js";
import { claimWeaknesses } from "./claim_weaknesses.js";
import { headerWeaknesses, NOT_CANONICAL, sizeWeaknesses, untyped } from "./token_weaknesses.js";

/**
 * @param {string} text
 * @param {number} now in seconds since 1970
 * @returns {import("./inspection.js").Inspection}
 * @throws {Fault}
 */
export function inspectJws(text, now) {
  const [first, second, third] = places(text);
  const headerText = textOf(first, "The header");
  const header = headerOf(first, headerText);
  const payload = placed(second.start, () => decode(second.text, "The payload"));
  const signature = placed(third.start, () => decode(third.text, "The signature"));
  const payloadText = asText(payload);
  const claims = claimsOf(payloadText);
  const isObject = claims !== null;

  return {
    kind: "jws",
    title: "A signed token (JWS)",
    summary: "Anybody can read it; only who has the key can make one.",
    text,
    bytes: text.length,
    parts: [
      jsonPart("header", "Header", headerText, first.start, first.end),
      isObject
        ? jsonPart("payload", "Payload", payloadText, second.start, second.end)
        : wholePart("payload", "Payload", second.start, second.end),
      wholePart("signature", "Signature", third.start, third.end),
    ],
    sections: [
      jsonSection("header", "Header", headerText, "header"),
      isObject
        ? jsonSection("payload", "Claims", payloadText, "payload")
        : plainSection("payload", "Payload", payloadText, payload),
      hexSection(
        "signature",
        "Signature",
        signature.length ? asHex(signature) : "(empty)",
        signatureNote(header, signature),
      ),
    ],
    claims,
    weaknesses: [
      ...headerWeaknesses(header),
      ...untyped(header),
      ...doubled(headerText, "header"),
      ...(isObject ? [...claimWeaknesses(claims, header, now), ...doubled(payloadText, "payload")] : []),
      ...([first, second, third].every((part) => isCanonical(part.text)) ? [] : [NOT_CANONICAL]),
      ...sizeWeaknesses(text.length),
    ],
    inner: null,
    token: { header, signed: text.slice(0, second.end), signature },
  };
}

/** @returns {{text: string, start: number, end: number}[]} the parts between the dots */
export function places(text) {
  let start = 0;
  return text.split(".").map((part) => {
    const place = { text: part, start, end: start + part.length };
    start = place.end + 1;
    return place;
  });
}

/** Lets a fault of a part say where it is in the whole. */
export function placed(start, read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof Fault ? error.within(start) : error;
  }
}

/** @returns {Record<string, unknown>} A fault in its JSON is told by its place in the token, which was pasted. */
export function headerOf({ start }, json) {
  try {
    return parseObject(json, "The header");
  } catch (error) {
    throw new Fault(error.message, error.at === null ? null : start + Math.floor((error.at * 4) / 3));
  }
}

export function textOf(place, what) {
  const text = asText(placed(place.start, () => decode(place.text, what)));
  if (text === null) throw new Fault(`${what} decodes to bytes that are no text (UTF-8).`, place.start);
  return text;
}

function claimsOf(text) {
  try {
    return parseObject(text ?? "", "The payload");
  } catch {
    return null; // a JWS may carry anything; only a JWT carries claims
  }
}

function signatureNote(header, signature) {
  const size = `${signature.length} byte${signature.length === 1 ? "" : "s"}`;
  const how = describe(header.alg);
  return how ? `${size}; ${how}` : size;
}
