// Edit a token and sign it again, with a key that this page makes.
import { NO_WEBCRYPTO, subtle } from "./algorithms.js";
import { find } from "./dom.js";
import { parseObject } from "./json_members.js";
import { ALGORITHMS, sign } from "./lab_key.js";

const MINUTES = 5;
const [header, payload, algorithm, fault] = ["edit-header", "edit-payload", "edit-algorithm", "edit-fault"].map(find);

/**
 * Takes over what is inspected, where it is a signed token with claims.
 *
 * @param {import("./inspection.js").Inspection} inspection
 */
export function fillEditor({ kind, claims, token }) {
  if (kind !== "jws" || !claims) return;
  header.value = JSON.stringify(token.header, null, 2);
  payload.value = JSON.stringify(claims, null, 2);
  if (ALGORITHMS.includes(token.header.alg)) algorithm.value = token.header.alg;
}

/** @param {(token: string, key: import("./keys.js").Jwk) => void} then */
export function onSigned(then) {
  find("edit").addEventListener("submit", async (event) => {
    event.preventDefault();
    await attempt(async () => {
      if (!subtle()) throw new Error(NO_WEBCRYPTO);
      const parsed = parseObject(header.value, "The header");
      const claims = parseObject(payload.value, "The payload");
      const { token, jwk } = await sign(parsed, JSON.stringify(claims), algorithm.value);
      then(token, jwk);
    });
  });
  find("renew-times").addEventListener("click", () => attempt(renewTimes));
}

function renewTimes() {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...parseObject(payload.value, "The payload"), iat: now, exp: now + MINUTES * 60 };
  if ("nbf" in claims) claims.nbf = now;
  payload.value = JSON.stringify(claims, null, 2);
}

async function attempt(action) {
  fault.hidden = true;
  try {
    await action();
  } catch (error) {
    fault.textContent = error.message;
    fault.hidden = false;
  }
}
