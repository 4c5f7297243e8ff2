// Keys made in this page, for this page: they are kept in no storage and die with it.
import { SIGNATURES, subtle } from "./algorithms.js";
import { encode, encodeText } from "./base64url.js";

const GENERATION = {
  HS256: { name: "HMAC", hash: "SHA-256", length: 256 },
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  EdDSA: { name: "Ed25519" },
};
/** @type {Map<string, {signing: CryptoKey, jwk: import("./keys.js").Jwk}>} */
const made = new Map();

export const ALGORITHMS = Object.keys(GENERATION);

/** @param {string} alg one of ALGORITHMS */
async function keyFor(alg) {
  if (!made.has(alg)) {
    const generated = await subtle().generateKey(GENERATION[alg], true, ["sign", "verify"]);
    const [signing, verifying] = generated.privateKey
      ? [generated.privateKey, generated.publicKey]
      : [generated, generated];
    const { kty, k, n, e, crv, x, y } = await subtle().exportKey("jwk", verifying);
    made.set(alg, { signing, jwk: JSON.parse(JSON.stringify({ kty, kid: `lab-${alg}`, k, n, e, crv, x, y })) });
  }
  return made.get(alg);
}

/**
 * @param {Record<string, unknown>} header its `alg` and `kid` are set to those of the lab key
 * @param {string} payload JSON, signed as it is written
 * @param {string} alg one of ALGORITHMS
 * @returns {Promise<{token: string, jwk: import("./keys.js").Jwk}>} with the key that verifies it
 */
export async function sign(header, payload, alg) {
  const { signing, jwk } = await keyFor(alg);
  const signed = `${encodeText(JSON.stringify({ ...header, alg, kid: jwk.kid }))}.${encodeText(payload)}`;
  const signature = await subtle().sign(SIGNATURES[alg].use, signing, new TextEncoder().encode(signed));
  return { token: `${signed}.${encode(signature)}`, jwk };
}
