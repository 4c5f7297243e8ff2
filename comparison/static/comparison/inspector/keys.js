// Keys in every form people have them in, as JWKs; and back.
import { SIGNATURES, subtle } from "./algorithms.js";
import { decode, encode, encodeText } from "./base64url.js";
import { Fault } from "./fault.js";
import { parseObject } from "./json_members.js";

/** @typedef {{kty: string, kid?: string, crv?: string, d?: string, k?: string, [member: string]: unknown}} Jwk */

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/;
const FORMATS = { "PUBLIC KEY": "spki", "PRIVATE KEY": "pkcs8" };
const ADVICE = {
  CERTIFICATE: "openssl x509 -pubkey -noout -in cert.pem",
  "RSA PUBLIC KEY": "openssl rsa -RSAPublicKey_in -in key.pem -pubout",
  "RSA PRIVATE KEY": "openssl pkcs8 -topk8 -nocrypt -in key.pem",
  "EC PRIVATE KEY": "openssl pkcs8 -topk8 -nocrypt -in key.pem",
};
// The algorithm identifiers (OIDs) as they stand in DER, and how WebCrypto is told of them.
const IDENTIFIERS = [
  ["2a 86 48 86 f7 0d 01 01 01", SIGNATURES.RS256.import],
  ["2a 86 48 ce 3d 03 01 07", SIGNATURES.ES256.import],
  ["2b 81 04 00 22", SIGNATURES.ES384.import],
  ["2b 81 04 00 23", SIGNATURES.ES512.import],
  ["2b 65 70", SIGNATURES.EdDSA.import],
];
const PUBLIC_MEMBERS = { RSA: ["n", "e"], EC: ["crv", "x", "y"], OKP: ["crv", "x"], oct: ["k"] };
const PRIVATE_MEMBERS = { RSA: ["d", "p", "q", "dp", "dq", "qi"], EC: ["d"], OKP: ["d"], oct: [] };

/**
 * @param {string} text a JWK, a JWKS, a PEM, or a shared secret
 * @param {"text" | "base64url" | "hex"} [encoding] how the secret is written
 * @returns {Promise<Jwk[]>} none where the text is empty
 * @throws {Fault}
 */
export async function read(text, encoding = "text") {
  const trimmed = text.trim();
  if (!trimmed) return [];
  if (trimmed.startsWith("{")) return fromJson(trimmed);
  if (trimmed.startsWith("-----")) return [await fromPem(trimmed)];
  return [{ kty: "oct", k: secret(text, encoding) }];
}

function fromJson(text) {
  const value = parseObject(text, "The key");
  const keys = Array.isArray(value.keys) ? value.keys : [value];
  for (const key of keys) {
    if (!Object.hasOwn(PUBLIC_MEMBERS, key?.kty)) throw new Fault("The key has no “kty” of RSA, EC, OKP or oct.");
    const missing = PUBLIC_MEMBERS[key.kty].find((name) => typeof key[name] !== "string");
    if (missing) throw new Fault(`The ${key.kty} key lacks its member “${missing}”.`);
    if (key.kty === "oct") decode(key.k, "The member “k”");
  }
  return keys;
}

function secret(text, encoding) {
  if (encoding === "base64url") return encode(decode(text.trim(), "The secret"));
  if (encoding === "text") return encodeText(text);
  const digits = text.replace(/[\s:]/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(digits))
    throw new Fault("The secret is not hex: two digits 0 to 9, a to f for each byte.");
  return encode(Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16)));
}

async function fromPem(text) {
  const [, label, body] = PEM.exec(text) ?? [];
  if (!label) throw new Fault("The PEM is not whole: it needs its BEGIN line, its END line, and both must agree.");
  if (ADVICE[label]) throw new Fault(`A ${label} cannot be read here. Convert it first: ${ADVICE[label]}`);
  if (!FORMATS[label]) throw new Fault(`A PEM of the kind ${label} is not known here; PUBLIC KEY and PRIVATE KEY are.`);
  const der = derOf(body);
  const algorithm = identify(der);
  try {
    const usage = label === "PUBLIC KEY" ? "verify" : "sign";
    const key = await subtle().importKey(FORMATS[label], der, algorithm, true, [usage]);
    return cleaned(await subtle().exportKey("jwk", key));
  } catch {
    throw new Fault("The PEM holds no key that the browser can read.", null);
  }
}

function derOf(body) {
  try {
    return Uint8Array.from(atob(body.replace(/\s/g, "")), (character) => character.charCodeAt(0));
  } catch {
    throw new Fault("Between its BEGIN and END lines the PEM is not base64.");
  }
}

function identify(der) {
  const start = Array.from(der.slice(0, 64), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const found = IDENTIFIERS.find(([identifier]) => start.includes(identifier));
  if (!found)
    throw new Fault("The PEM holds a key of a kind that is not known here; RSA, P-256, P-384, P-521 and Ed25519 are.");
  return found[1];
}

/** Without `alg`, `use`, `key_ops`, `ext`: what a key may be used for is decided here, not by whoever wrote it. */
export function cleaned(jwk, { isPrivate = "d" in jwk } = {}) {
  const names = [...PUBLIC_MEMBERS[jwk.kty], ...(isPrivate ? PRIVATE_MEMBERS[jwk.kty] : [])];
  return Object.fromEntries([
    ["kty", jwk.kty],
    ...names.filter((name) => name in jwk).map((name) => [name, jwk[name]]),
  ]);
}

/** @param {Jwk} jwk @returns {Promise<string>} SPKI or PKCS #8 */
export async function toPem(jwk) {
  if (jwk.kty === "oct") throw new Fault("A shared secret has no PEM form: it is bytes and nothing more.");
  const found = Object.values(SIGNATURES).find(({ kty, crv }) => kty === jwk.kty && (!crv || crv === jwk.crv));
  if (!found) throw new Fault(`Keys on the curve ${jwk.crv} are not known here.`);
  const [format, label, usage] = "d" in jwk ? ["pkcs8", "PRIVATE KEY", "sign"] : ["spki", "PUBLIC KEY", "verify"];
  try {
    const key = await subtle().importKey("jwk", cleaned(jwk), found.import, true, [usage]);
    return pem(label, await subtle().exportKey(format, key));
  } catch {
    throw new Fault("The members of the JWK do not make a key that the browser can use.", null);
  }
}

function pem(label, der) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)));
  return `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g).join("\n")}\n-----END ${label}-----\n`;
}
