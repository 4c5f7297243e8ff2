import { Fault } from "./fault.js";

// A few bytes can swell to gigabytes; nothing that a request carries has reason to.
const MOST_BYTES = 1_000_000;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {"deflate" | "deflate-raw"} format with zlib's header, or without
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {Fault}
 */
export async function inflate(bytes, format) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  const chunks = [];
  let size = 0;
  try {
    for (const reader = stream.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MOST_BYTES) throw new Fault(`Unpacked it has more than ${MOST_BYTES.toLocaleString("en")} bytes.`);
      chunks.push(value);
    }
  } catch (error) {
    throw error instanceof Fault ? error : new Fault("It says that it is compressed, but it cannot be unpacked.");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
