// Opens a JWE with a key at hand: RFC 7518 sections 4 and 5.
import { NO_WEBCRYPTO, subtle } from "./algorithms.js";
import { decode } from "./base64url.js";
import { inflate } from "./inflate.js";
import { cleaned } from "./keys.js";

/** @typedef {import("./verify.js").Verdict} Verdict */

const CONTENT_KEY_BYTES = {
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  "A128CBC-HS256": 32,
  "A192CBC-HS384": 48,
  "A256CBC-HS512": 64,
};
const RSA_HASHES = {
  "RSA-OAEP": "SHA-1",
  "RSA-OAEP-256": "SHA-256",
  "RSA-OAEP-384": "SHA-384",
  "RSA-OAEP-512": "SHA-512",
};
const WRAPPING_BYTES = { A128KW: 16, A192KW: 24, A256KW: 32 };

const closed = (detail, state = "open") => ({ state, text: "not decrypted", detail, plaintext: null });

/**
 * @param {{header: Record<string, unknown>, aad: string, encryptedKey: Uint8Array, iv: Uint8Array,
 *   ciphertext: Uint8Array, tag: Uint8Array}} token
 * @param {import("./keys.js").Jwk[]} keys
 * @returns {Promise<Verdict & {plaintext: Uint8Array | null}>}
 */
export async function decrypt(token, keys) {
  const { alg, enc, zip } = token.header;
  if (!Object.hasOwn(CONTENT_KEY_BYTES, String(enc)))
    return closed(`The encryption ${JSON.stringify(enc)} is not known here.`);
  if (!subtle()) return closed(NO_WEBCRYPTO);
  if (!keys.length) return closed("No key to open it with: paste the recipient’s key.");
  const key = keys.find((candidate) => !token.header.kid || candidate.kid === token.header.kid) ?? keys[0];
  const obstacle = unsuitable(alg, enc, key);
  if (obstacle) return closed(obstacle);
  try {
    const contentKey = await contentKeyOf(alg, key, token.encryptedKey);
    const opened = await content(enc, contentKey, token);
    const plaintext = zip === "DEF" ? await inflate(opened, "deflate-raw") : opened;
    return { state: "good", text: "decrypted", detail: `${alg}, ${enc}, and the tag holds.`, plaintext };
  } catch {
    return closed("The key does not open it: it is another one, or a byte was changed.", "bad");
  }
}

function unsuitable(alg, enc, key) {
  if (alg === "RSA1_5")
    return "Browsers have no RSA1_5, for good reason: it tells an attacker too much (RFC 8725 section 3.2).";
  const isRsa = Object.hasOwn(RSA_HASHES, String(alg));
  const size = alg === "dir" ? CONTENT_KEY_BYTES[enc] : WRAPPING_BYTES[alg];
  if (!isRsa && !size)
    return `The key encryption ${JSON.stringify(alg)} is not known here; dir, RSA-OAEP and AES-KW are.`;
  if (isRsa && key.kty !== "RSA") return `${alg} wants the recipient’s private RSA key.`;
  if (isRsa && !key.d) return `${alg} wants the private key: with the public one it can only be made.`;
  if (!isRsa && key.kty !== "oct") return `${alg} wants a shared secret of ${size} bytes.`;
  const given = isRsa ? size : decode(key.k).length;
  return given === size ? "" : `With ${alg} and ${enc} the secret must have ${size} bytes; this one has ${given}.`;
}

async function contentKeyOf(alg, key, encrypted) {
  if (alg === "dir") return decode(key.k);
  if (Object.hasOwn(RSA_HASHES, alg)) {
    const algorithm = { name: "RSA-OAEP", hash: RSA_HASHES[alg] };
    const imported = await subtle().importKey("jwk", cleaned(key), algorithm, false, ["decrypt"]);
    return new Uint8Array(await subtle().decrypt(algorithm, imported, encrypted));
  }
  const wrapping = await subtle().importKey("raw", decode(key.k), "AES-KW", false, ["unwrapKey"]);
  // HMAC takes a key of any length, so that what was wrapped comes out as it went in.
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const inner = await subtle().unwrapKey("raw", encrypted, wrapping, "AES-KW", hmac, true, ["sign"]);
  return new Uint8Array(await subtle().exportKey("raw", inner));
}

function content(enc, key, token) {
  if (key.length !== CONTENT_KEY_BYTES[enc]) throw new RangeError("The content key has the wrong length.");
  return enc.endsWith("GCM") ? gcm(key, token) : cbcHmac(key, token);
}

async function gcm(key, { aad, iv, ciphertext, tag }) {
  const imported = await subtle().importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const sealed = new Uint8Array([...ciphertext, ...tag]);
  const algorithm = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(aad), tagLength: 128 };
  return new Uint8Array(await subtle().decrypt(algorithm, imported, sealed));
}

/** RFC 7518 section 5.2.2.2: the first half of the key authenticates, and first; the second half decrypts. */
async function cbcHmac(key, { aad, iv, ciphertext, tag }) {
  const half = key.length / 2;
  const hmac = { name: "HMAC", hash: `SHA-${half * 16}` };
  const mac = await subtle().importKey("raw", key.slice(0, half), hmac, false, ["sign"]);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, BigInt(aad.length * 8));
  const authenticated = [...new TextEncoder().encode(aad), ...iv, ...ciphertext, ...new Uint8Array(bits.buffer)];
  const full = new Uint8Array(await subtle().sign(hmac, mac, new Uint8Array(authenticated)));
  // No secret is at stake in the time this takes: the key is the reader's own.
  if (tag.length !== half || !tag.every((byte, at) => byte === full[at]))
    throw new RangeError("The tag does not hold.");
  const aes = await subtle().importKey("raw", key.slice(half), "AES-CBC", false, ["decrypt"]);
  return new Uint8Array(await subtle().decrypt({ name: "AES-CBC", iv }, aes, ciphertext));
}
