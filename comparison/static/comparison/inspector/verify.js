// Is a signature right? The algorithm must suit the key: a key is never used for what the token alone asks for.
import { NO_WEBCRYPTO, SIGNATURES, subtle } from "./algorithms.js";
import { decode } from "./base64url.js";
import { cleaned } from "./keys.js";

/** @typedef {import("./keys.js").Jwk} Jwk */
/** @typedef {{state: "good" | "bad" | "open", text: string, detail: string, key?: Jwk}} Verdict */

const good = (detail, key) => ({ state: "good", text: "verified", detail, key });
const bad = (detail) => ({ state: "bad", text: "not authentic", detail });
const open = (detail) => ({ state: "open", text: "not verified", detail });

/**
 * @param {{header: Record<string, unknown>, signed: string, signature: Uint8Array}} token
 * @param {Jwk[]} keys
 * @param {string} whose where the keys are from, for the verdict: `this site`, `the pasted key`
 * @returns {Promise<Verdict>}
 */
export async function verify({ header, signed, signature }, keys, whose) {
  const { alg, kid } = header;
  if (typeof alg === "string" && alg.toLowerCase() === "none")
    return bad("It is not signed: anybody could have written it.");
  const algorithm = Object.hasOwn(SIGNATURES, String(alg)) ? SIGNATURES[alg] : null;
  if (!algorithm) return open(`The algorithm ${JSON.stringify(alg)} is not known here.`);
  if (!subtle()) return open(NO_WEBCRYPTO);
  if (!keys.length) return open("No key to verify it with: choose or paste one.");
  const suiting = keys.filter((key) => suits(key, algorithm));
  if (!suiting.length) return open(unsuitable(alg, algorithm, keys, whose));
  const named = kid === undefined ? suiting : suiting.filter((key) => key.kid === undefined || key.kid === kid);
  if (!named.length) return open(`${capital(whose)} has no key named “${kid}”.`);
  return tried(named, { algorithm, alg, signed, signature, whose });
}

const suits = (key, { kty, crv }) => key.kty === kty && (!crv || key.crv === crv);
const capital = (text) => text[0].toUpperCase() + text.slice(1);

function unsuitable(alg, { kty }, keys, whose) {
  if (kty === "oct" && keys.some((key) => key.kty !== "oct")) {
    return (
      `${alg} wants a shared secret, and ${whose} is a public key. Whoever took its text for the secret would accept ` +
      "what anybody signs with it (RFC 8725 section 2.1)."
    );
  }
  return `${alg} wants a key of the kind ${kty}; ${whose} is ${keys.map((key) => key.crv ?? key.kty).join(", ")}.`;
}

async function tried(keys, { algorithm, alg, signed, signature, whose }) {
  let refused = "";
  for (const key of keys) {
    try {
      if (await holds(key, algorithm, signed, signature))
        return good(`The signature is right: ${alg}, by ${describe(key, whose)}.`, key);
    } catch (error) {
      refused = error.message;
    }
  }
  if (refused) return open(`The browser cannot use the key: ${refused}`);
  return bad(
    `The signature does not fit ${describe(keys[0], whose)}: another key made it, or a byte was changed. ` +
      der(alg, signature),
  );
}

async function holds(key, algorithm, signed, signature) {
  const imported =
    key.kty === "oct"
      ? await subtle().importKey("raw", decode(key.k), algorithm.import, false, ["verify"])
      : await subtle().importKey("jwk", cleaned(key, { isPrivate: false }), algorithm.import, false, ["verify"]);
  return subtle().verify(algorithm.use, imported, signature, new TextEncoder().encode(signed));
}

const describe = (key, whose) => (key.kid ? `${whose}, key “${key.kid}”` : whose);

/** OpenSSL writes ECDSA signatures as DER, JWS as two numbers of a fixed length (RFC 7518 section 3.4). */
function der(alg, signature) {
  const isDer = String(alg).startsWith("ES") && signature[0] === 0x30 && signature[1] === signature.length - 2;
  return isDer ? "It looks like DER, which is not what a JWS carries." : "";
}
