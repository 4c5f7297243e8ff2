// From an inspection and keys to a verdict, and to what only the keys could show.
import { asText, decode } from "./base64url.js";
import { decrypt } from "./decrypt.js";
import { verifyDjango } from "./django_signing.js";
import { jsonSection, plainSection } from "./inspection.js";
import { parseObject } from "./json_members.js";
import { guess } from "./known_secrets.js";
import { recognise } from "./recognise.js";
import { keyWeaknesses, knownSecret } from "./token_weaknesses.js";
import { verify } from "./verify.js";
import { caution } from "./weakness.js";

/**
 * @typedef {{verdict: import("./verify.js").Verdict | null, weaknesses: import("./inspection.js").Weakness[],
 *   sections: import("./inspection.js").Section[], inner: string | null}} Judgement
 */

/** A cookie line or a session id holds nothing that could be verified. */
const NOTHING = { verdict: null, weaknesses: [], sections: [], inner: null };

/**
 * @param {import("./inspection.js").Inspection} inspection
 * @param {import("./key_source.js").Keys} keys
 * @returns {Promise<Judgement>}
 */
export async function judge(inspection, keys) {
  if (inspection.kind === "jws") return ofSigned(inspection.token, keys);
  if (inspection.kind === "jwe") return ofEncrypted(inspection.token, keys);
  if (inspection.kind === "django") return { ...NOTHING, verdict: await verifyDjango(inspection.token, keys.text) };
  return NOTHING;
}

async function ofSigned(token, { keys, whose }) {
  const verdict = await verify(token, keys, whose);
  const known = await guess(token);
  const weaknesses = known === null ? [] : [knownSecret(known)];
  const used = verdict.key;
  if (used) weaknesses.push(...keyWeaknesses(used, token.header.alg, used.kty === "oct" ? decode(used.k).length : 0));
  return { ...NOTHING, verdict, weaknesses };
}

async function ofEncrypted(token, { keys }) {
  const { plaintext, ...verdict } = await decrypt(token, keys);
  if (!plaintext) return { ...NOTHING, verdict };
  const text = asText(plaintext);
  const inner = credentialIn(text);
  const weaknesses = inner ? [] : [NOT_SIGNED];
  return { verdict, weaknesses, sections: [opened(text, plaintext)], inner };
}

const NOT_SIGNED = caution(
  "Nothing inside is signed",
  "Encryption hides; it does not say who wrote it. With a public key anybody can encrypt: sign first, then encrypt " +
    "(RFC 7519 section 11.2).",
);

function opened(text, bytes) {
  try {
    parseObject(text ?? "", "The plaintext");
    return jsonSection("plain", "Content", text, "payload");
  } catch {
    return plainSection("plain", "Content", text, bytes);
  }
}

function credentialIn(text) {
  try {
    const found = recognise(text ?? "");
    return found && ["jws", "jwe"].includes(found.kind) ? text : null;
  } catch {
    return null;
  }
}
