// What keys do, once for the sign-in page and once for the worker; the same as sealing.py and wrapping.py.
// No key here can be taken out of the browser again: all are imported as not extractable.

import SHARED from "../shared/keys.json" with { type: "json" };

const { format: FORMAT, nonce_bytes: NONCE_BYTES, salt_bytes: SALT_BYTES, point_bytes: POINT_BYTES } = SHARED;
const { least_iterations: LEAST_ITERATIONS, most_iterations: MOST_ITERATIONS, private_key_bytes: PRIVATE_KEY_BYTES } = SHARED;
const HEADER_BYTES = 4;
const WRAPPED_BYTES = 92; // nonce, two keys of 32 bytes, tag
const encoder = new TextEncoder();

const decode64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const binding = (...lines) => encoder.encode([FORMAT, ...lines].join("\n"));
const sealed = (bytes, data) => ({ name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES), additionalData: data });

/** A name as keys are made for it. */
export const normaliseName = (typed) => typed.trim().toLowerCase();
/** A passphrase as keys are made from it, the same as passphrases.py. */
export const normalisePassphrase = (typed) => typed.normalize("NFC").trim();

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** True for base64 of `least` to `most` bytes, as Python writes it. */
function isBase64(text, least, most = least) {
  if (typeof text !== "string" || text.length % 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const bytes = (text.length / 4) * 3 - (text.endsWith("==") ? 2 : Number(text.endsWith("=")));
  return least <= bytes && bytes <= most;
}

function envelopeFault(envelope) {
  if (!isObject(envelope) || !Number.isInteger(envelope.iterations)) return "damaged";
  if (envelope.iterations < LEAST_ITERATIONS || envelope.iterations > MOST_ITERATIONS) return "rounds";
  const isWhole = isBase64(envelope.salt, SALT_BYTES) && isBase64(envelope.private_key, PRIVATE_KEY_BYTES[0], PRIVATE_KEY_BYTES[1]) &&
    isBase64(envelope.wrapped, WRAPPED_BYTES);
  return isWhole ? null : "damaged";
}

/** What keeps `value` from being what `wrap_secret` writes: null where nothing does, else a key of words.js:
    "noRelease" (a host's own page, say), "damaged", or "rounds" (fewer or more than any release of kb asks for).
    Every envelope is looked at: a name typed wrongly must not be told that all is well. */
export function findFault(value) {
  if (!isObject(value) || value.format !== FORMAT) return "noRelease";
  if (typeof value.release !== "string" || !/^[0-9a-f]{32}$/.test(value.release) ||
    !isBase64(value.ephemeral, POINT_BYTES) || !isObject(value.envelopes)) return "damaged";
  const envelopes = Object.entries(value.envelopes);
  if (!envelopes.length || !envelopes.every(([id]) => /^[0-9a-f]{32}$/.test(id))) return "damaged";
  return envelopes.map(([, envelope]) => envelopeFault(envelope)).find(Boolean) || null;
}

/** Whether `value` is what `wrap_secret` writes. */
export const isRelease = (value) => findFault(value) === null;

async function findEnvelope(release, name) {
  const id = hex(await crypto.subtle.digest("SHA-256", binding("envelope", release.release, name))).slice(0, 32);
  return Object.prototype.hasOwnProperty.call(release.envelopes, id) ? release.envelopes[id] : null;
}

/** The agent's private key, which the passphrase unlocks; null for a wrong name or passphrase. */
export async function openAgentKey(release, name, passphrase) {
  const envelope = await findEnvelope(release, name);
  if (!envelope) return null;
  const typed = await crypto.subtle.importKey("raw", encoder.encode(normalisePassphrase(passphrase)), "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: decode64(envelope.salt), iterations: envelope.iterations },
    typed, { name: "AES-GCM", length: 256 }, false, ["unwrapKey"]);
  const bytes = decode64(envelope.private_key);
  try {
    return await crypto.subtle.unwrapKey("pkcs8", bytes.subarray(NONCE_BYTES), key, sealed(bytes, binding("agent", name)),
      { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  } catch {
    return null;
  }
}

/** The keys of a release for the holder of an agent's private key: {release, contentKey, nameKey}, or null. */
export async function openRelease(release, name, agentKey) {
  const envelope = await findEnvelope(release, name);
  if (!envelope) return null;
  const data = binding("envelope", release.release, name);
  try {
    const point = await crypto.subtle.importKey("raw", decode64(release.ephemeral), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: point }, agentKey, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: fromHex(release.release), info: data },
      base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const bytes = decode64(envelope.wrapped);
    const opened = new Uint8Array(await crypto.subtle.decrypt(sealed(bytes, data), key, bytes.subarray(NONCE_BYTES)));
    const contentKey = await crypto.subtle.importKey("raw", opened.subarray(0, 32), "AES-GCM", false, ["decrypt"]);
    const nameKey = await crypto.subtle.importKey("raw", opened.subarray(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    opened.fill(0);
    return { release: release.release, contentKey, nameKey };
  } catch {
    return null;
  }
}

/** Where a part lies, below `kb-lock/files/`. */
export async function partName(keys, kind, path, number) {
  const digest = hex(await crypto.subtle.sign("HMAC", keys.nameKey, encoder.encode(`${kind}\n${path}\n${number}`))).slice(0, 32);
  return `${digest.slice(0, 2)}/${digest.slice(2)}.bin`;
}

/** The piece inside a part; rejects where a byte was changed, or the part belongs elsewhere. */
export async function unseal(keys, buffer, kind, path, number, count) {
  const bytes = new Uint8Array(buffer);
  const data = binding(keys.release, kind, path, `${number}/${count}`);
  const plain = await crypto.subtle.decrypt(sealed(bytes, data), keys.contentKey, bytes.subarray(NONCE_BYTES));
  const length = new DataView(plain).getUint32(0);
  return new Uint8Array(plain, HEADER_BYTES, length);
}

/** gzip undone. */
export async function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
