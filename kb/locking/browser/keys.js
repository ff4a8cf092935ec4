"use strict";
// What keys do, once for the sign-in page and once for the worker; the same as sealing.py and wrapping.py.
// No key here can be taken out of the browser again: all are imported as not extractable.
self.kbLock = self.kbLock || {};
(() => {
  const FORMAT = "kb-lock 1";
  const NONCE_BYTES = 12;
  const HEADER_BYTES = 4;
  const encoder = new TextEncoder();

  const decode64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const binding = (...lines) => encoder.encode([FORMAT, ...lines].join("\n"));
  const sealed = (bytes, data) => ({ name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES), additionalData: data });

  const normaliseName = (typed) => typed.trim().toLowerCase();
  const normalisePassphrase = (typed) => typed.normalize("NFC").trim();

  /** True for what `wrap_secret` writes; anything else (a host's own page, say) is no release. */
  function isRelease(value) {
    return Boolean(value) && value.format === FORMAT && /^[0-9a-f]{32}$/.test(value.release) &&
      typeof value.ephemeral === "string" && typeof value.envelopes === "object";
  }

  async function findEnvelope(release, name) {
    const id = hex(await crypto.subtle.digest("SHA-256", binding("envelope", release.release, name))).slice(0, 32);
    return Object.prototype.hasOwnProperty.call(release.envelopes, id) ? release.envelopes[id] : null;
  }

  /** The agent's private key, which the passphrase unlocks; null for a wrong name or passphrase. */
  async function openAgentKey(release, name, passphrase) {
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
  async function openRelease(release, name, agentKey) {
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
  async function partName(keys, kind, path, number) {
    const digest = hex(await crypto.subtle.sign("HMAC", keys.nameKey, encoder.encode(`${kind}\n${path}\n${number}`))).slice(0, 32);
    return `${digest.slice(0, 2)}/${digest.slice(2)}.bin`;
  }

  /** The piece inside a part; rejects where a byte was changed, or the part belongs elsewhere. */
  async function unseal(keys, buffer, kind, path, number, count) {
    const bytes = new Uint8Array(buffer);
    const data = binding(keys.release, kind, path, `${number}/${count}`);
    const plain = await crypto.subtle.decrypt(sealed(bytes, data), keys.contentKey, bytes.subarray(NONCE_BYTES));
    const length = new DataView(plain).getUint32(0);
    return new Uint8Array(plain, HEADER_BYTES, length);
  }

  /** gzip undone. */
  async function unpack(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  Object.assign(self.kbLock, { isRelease, normaliseName, normalisePassphrase, openAgentKey, openRelease, partName, unseal, unpack });
})();
