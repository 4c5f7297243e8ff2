// Secrets and personal data in a payload that anybody who holds it can read.
import { caution, serious } from "./weakness.js";

const SECRET_NAME =
  /passw|(^|_|-)(pwd|pin|cvv|ssn|otp)($|_|-)|secret|api_?key|private_?key|credit|card_?(no|num)|access_?token|refresh_?token|iban/i;
// Django's own: names that look alike and hold a digest or a nonce.
const NO_SECRET = new Set(["_auth_user_hash", "at_hash", "c_hash", "nonce"]);
const SECRET_VALUES = [
  [/^eyJ[\w-]+\.[\w-]+\.[\w-]*/, "another token"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, "a private key"],
  [/^(sk_live_|ghp_|github_pat_|xox[abp]-|AKIA[0-9A-Z]{16})/, "a key of some service"],
  [/^\$(2[aby]|argon2|scrypt)|^(pbkdf2_|argon2\$|bcrypt)/, "a password’s hash"],
];
const PERSONAL = new Set([
  "email",
  "phone",
  "phone_number",
  "birthdate",
  "birthday",
  "date_of_birth",
  "address",
  "street",
  "given_name",
  "family_name",
  "first_name",
  "last_name",
  "middle_name",
  "gender",
  "name",
  "nationality",
  "picture",
  "ip",
]);

/**
 * @param {Record<string, unknown>} claims
 * @returns {import("./inspection.js").Weakness[]}
 */
export function exposed(claims) {
  const entries = flattened(claims);
  const secrets = entries.map(([path, name, value]) => secret(path, name, value)).filter(Boolean);
  const personal = entries.filter(([, name]) => PERSONAL.has(name.toLowerCase())).map(([path]) => path);
  return personal.length ? [...secrets, personalData(personal)] : secrets;
}

function secret(path, name, value) {
  const what = SECRET_VALUES.find(([pattern]) => pattern.test(String(value)))?.[1];
  if (!what && (!SECRET_NAME.test(name) || NO_SECRET.has(name))) return null;
  return serious(
    `“${path}” holds ${what ?? "a secret, by its name"}`,
    "Signed is not secret: whoever sees it, in a log, a proxy or a browser, reads it. Leave it out, or encrypt (JWE).",
  );
}

const personalData = (paths) =>
  caution(
    `Personal data: ${paths.join(", ")}`,
    "It travels with every request and can be read along the way. Carry an id and look the rest up, or encrypt (JWE).",
  );

/** @returns {[string, string, unknown][]} path, name, value; of nested objects too */
function flattened(object, prefix = "", depth = 0) {
  return Object.entries(object).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const isNested = value !== null && typeof value === "object" && !Array.isArray(value) && depth < 5;
    return [[path, name, isNested ? "" : value], ...(isNested ? flattened(value, `${path}.`, depth + 1) : [])];
  });
}
