// Secrets from tutorials and defaults: what a forger tries first, without asking any server.
import { SIGNATURES } from "./algorithms.js";
import { encodeText } from "./base64url.js";
import { verify } from "./verify.js";

const SECRETS = [
  "secret",
  "your-256-bit-secret",
  "a-string-secret-at-least-256-bits-long",
  "secretkey",
  "secret-key",
  "mysecret",
  "my-secret-key",
  "supersecret",
  "password",
  "changeme",
  "changeit",
  "jwt",
  "jwt_secret",
  "jwtsecret",
  "key",
  "test",
  "123456",
  "admin",
  "django-insecure",
  "your_jwt_secret",
  "shhhhh",
];

/**
 * @param {{header: Record<string, unknown>, signed: string, signature: Uint8Array}} token
 * @returns {Promise<string | null>} the secret that it is signed with
 */
export async function guess(token) {
  if (SIGNATURES[token.header.alg]?.kty !== "oct") return null;
  for (const secret of SECRETS) {
    const verdict = await verify(token, [{ kty: "oct", k: encodeText(secret) }], "a known secret");
    if (verdict.state === "good") return secret;
  }
  return null;
}
