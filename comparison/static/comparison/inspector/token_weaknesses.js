// What is weak about the header and the form of a token: RFC 8725, OWASP ASVS 9.
import { caution, note, serious } from "./weakness.js";

/** @typedef {import("./inspection.js").Weakness} Weakness */

const BROUGHT_KEYS = {
  jwk: "The token brings its own key: whoever forges it signs with their own (RFC 8725 section 3.10, CVE-2018-0114).",
  jku: "The token says where to fetch the key: a forger names their own server, and yours is made to call it.",
  x5u: "The token says where to fetch the certificate: a forger names their own server, and yours is made to call it.",
  x5c: "The token brings its own certificate: it proves nothing unless its chain is checked.",
};
// What a path, a query or a command might be made of.
const ODD_KID = /[/\\'";|`$<>\s]|\.\./;
const COOKIE_BYTES = 4096;
const HEADER_BYTES = 8192;

export const NOT_CANONICAL = caution(
  "It can be written in more than one way",
  "The last character of a part holds bits that decoders ignore. A deny list of whole tokens would miss the " +
    "other spelling.",
);

/** @param {Record<string, unknown>} header @returns {Weakness[]} */
export function headerWeaknesses(header) {
  const found = [];
  if (header.alg === undefined)
    found.push(serious("No algorithm", "The header must name one (RFC 7515 section 4.1.1)."));
  if (String(header.alg).toLowerCase() === "none") {
    found.push(
      serious(
        "alg is none: it is not signed",
        "Anybody can write one. A server must refuse it in every spelling (RFC 8725 section 3.1).",
      ),
    );
  }
  for (const [name, why] of Object.entries(BROUGHT_KEYS)) {
    if (name in header) found.push(serious(`${name} in the header`, why));
  }
  if ("crit" in header)
    found.push(caution("crit in the header", "A server that does not understand what it lists must refuse the token."));
  if (header.b64 === false)
    found.push(caution("b64 is false", "The payload is signed unencoded (RFC 7797): few libraries agree on it."));
  if (header.kid !== undefined && (typeof header.kid !== "string" || ODD_KID.test(header.kid))) {
    found.push(
      serious(
        "The kid is no plain name",
        "A kid that reaches a path, a query or a command becomes an injection (RFC 8725 section 3.10).",
      ),
    );
  }
  return found;
}

/** @param {Record<string, unknown>} header @returns {Weakness[]} */
export const untyped = (header) =>
  header.typ === undefined
    ? [note("No typ", "Nothing tells an access token from any other token of this issuer (RFC 8725 section 3.11).")]
    : [];

/** @param {Record<string, unknown>} header @param {Uint8Array} iv @returns {Weakness[]} */
export function encryptionWeaknesses(header, iv) {
  const found = [];
  if (header.alg === "RSA1_5") {
    found.push(
      serious(
        "RSA1_5",
        "Its padding lets an attacker decrypt by asking often enough (Bleichenbacher; RFC 8725 section 3.2).",
      ),
    );
  }
  if (header.zip !== undefined) {
    found.push(
      caution(
        "Compressed before it was encrypted",
        "The length betrays the content, and a small token can swell without limit (RFC 8725 section 3.6).",
      ),
    );
  }
  if (String(header.alg).startsWith("PBES2")) {
    found.push(
      caution(
        "The key is a password",
        "The token says how often to hash it: a forged one makes the server work (p2c).",
      ),
    );
  }
  if (String(header.enc).endsWith("GCM") && iv.length !== 12) {
    found.push(serious("The vector has the wrong length", "With GCM it has 12 bytes (RFC 7518 section 5.3)."));
  }
  if (header.cty === undefined) {
    found.push(
      note(
        "No cty",
        "A signed token inside is announced by cty: JWT (RFC 7519 section 5.2). Encrypted alone does not say who " +
          "wrote it.",
      ),
    );
  }
  return found;
}

/** @param {number} bytes @returns {Weakness[]} */
export function sizeWeaknesses(bytes) {
  if (bytes > HEADER_BYTES) {
    return [
      serious(`${bytes.toLocaleString("en")} bytes`, "Many servers and proxies refuse a header line longer than 8 KB."),
    ];
  }
  if (bytes > COOKIE_BYTES) {
    return [
      caution(
        `${bytes.toLocaleString("en")} bytes`,
        "It does not fit into one cookie: browsers keep 4,096 bytes of name and value.",
      ),
    ];
  }
  return [];
}

/**
 * What verifying has shown of the key. @param {import("./keys.js").Jwk} key @param {string} alg
 * @param {number} bytes of the secret @returns {Weakness[]}
 */
export function keyWeaknesses(key, alg, bytes) {
  const needed = Number(String(alg).slice(2)) / 8;
  if (key.kty === "oct" && bytes < needed) {
    const short = `${alg} wants at least ${needed} bytes (RFC 7518 section 3.2); a short one is guessed offline.`;
    return [serious(`The secret has ${bytes} bytes`, short)];
  }
  const bits = key.kty === "RSA" ? Math.floor((String(key.n).length * 6) / 8) * 8 : 2048;
  return bits < 2048
    ? [serious(`The RSA key has ${bits} bits`, "At least 2,048 are asked for (RFC 7518 section 3.3).")]
    : [];
}

/** @param {string} secret @returns {Weakness} */
export const knownSecret = (secret) =>
  serious(
    `It is signed with “${secret}”`,
    "Everybody who forges tokens tries this secret first. Whoever knows it can be anybody.",
  );
