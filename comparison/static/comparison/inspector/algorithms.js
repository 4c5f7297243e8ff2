// The algorithms of RFC 7518 and RFC 8037, as WebCrypto calls them.

const rsa = (name, bits, more = {}) => ({ kty: "RSA", import: { name, hash: `SHA-${bits}` }, use: { name, ...more } });
const hmac = (bits) => ({ kty: "oct", bits, import: { name: "HMAC", hash: `SHA-${bits}` }, use: { name: "HMAC" } });
const ecdsa = (bits, crv) => ({
  kty: "EC",
  crv,
  import: { name: "ECDSA", namedCurve: crv },
  use: { name: "ECDSA", hash: `SHA-${bits}` },
});
const eddsa = { kty: "OKP", crv: "Ed25519", import: { name: "Ed25519" }, use: { name: "Ed25519" } };

/** @type {Record<string, {kty: string, crv?: string, bits?: number, import: object, use: object}>} */
export const SIGNATURES = {
  HS256: hmac(256),
  HS384: hmac(384),
  HS512: hmac(512),
  RS256: rsa("RSASSA-PKCS1-v1_5", 256),
  RS384: rsa("RSASSA-PKCS1-v1_5", 384),
  RS512: rsa("RSASSA-PKCS1-v1_5", 512),
  PS256: rsa("RSA-PSS", 256, { saltLength: 32 }),
  PS384: rsa("RSA-PSS", 384, { saltLength: 48 }),
  PS512: rsa("RSA-PSS", 512, { saltLength: 64 }),
  ES256: ecdsa(256, "P-256"),
  ES384: ecdsa(384, "P-384"),
  ES512: ecdsa(512, "P-521"),
  EdDSA: eddsa,
  Ed25519: eddsa,
};

export const DESCRIPTIONS = {
  none: "not signed at all",
  HS: "a shared secret: whoever can verify can also sign",
  RS: "RSA: a private key signs, the public key verifies",
  PS: "RSA-PSS: a private key signs, the public key verifies",
  ES: "an elliptic curve: a private key signs, the public key verifies",
  Ed: "Ed25519: a private key signs, the public key verifies",
};

/** @param {unknown} alg */
export function describe(alg) {
  if (typeof alg !== "string") return "";
  return DESCRIPTIONS[alg.toLowerCase() === "none" ? "none" : alg.slice(0, 2)] ?? "";
}

/** @returns {SubtleCrypto | null} null on a page that is neither https nor local */
export const subtle = () => globalThis.crypto?.subtle ?? null;

export const NO_WEBCRYPTO = "The browser computes signatures only on pages served over https or from this machine.";
