// With which key this tab's text is kept: none in an open edition; in a locked one that of the agent's session, which
// nobody can take out of the browser and which ends at sign-out.

import { loadSession, setScope } from "../../locking/browser/session.js";

const NONCE_BYTES = 12;

/** Does the worker of a locked edition serve this page? Its own, `worker.js`, serves only what an open one keeps. */
export function isLocked(worker) {
  const { controller } = navigator.serviceWorker ?? {};
  return Boolean(controller) && controller.scriptURL !== new URL(worker, location.href).href;
}

/** {seal(text), open(sealed)} with the key of the session at the path `scope`; both reject where there is none. */
export function sealOf(scope) {
  setScope(scope);
  const key = loadSession().then((session) => session?.tabKey ?? Promise.reject(new Error("no key")));
  key.catch(() => undefined); // told at each use
  return {
    async seal(text) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key, new TextEncoder().encode(text));
      return btoa(Array.from([...nonce, ...new Uint8Array(sealed)], (byte) => String.fromCharCode(byte)).join(""));
    },
    async open(sealed) {
      const bytes = Uint8Array.from(atob(sealed), (sign) => sign.charCodeAt(0));
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES) }, await key, bytes.subarray(NONCE_BYTES));
      return new TextDecoder().decode(plain);
    },
  };
}
