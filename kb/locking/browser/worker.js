// The worker: answers every address of the desk with the decrypted file, while somebody is signed in.
// What it fetches and keeps is ciphertext; the keys come from IndexedDB, for a worker is stopped and started at will.

import { Failure, fill, openFiles, plainPage, respond } from "./files.js";
import { isRelease, openRelease } from "./keys.js";
import { cachePrefix, clearDevice, deleteCaches, loadSession, openChannel, saveSession, setScope } from "./session.js";

const STAMP = "@kb-shell@";
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL(worker.registration.scope).pathname;
const SHELL = ["bar.js", "bar.css"].map((name) => `${scope}kb-lock/${name}`);
const LOOK_EVERY = 10_000; // milliseconds between two questions for a new release
const SHELL_CACHE = "shell";
setScope(scope);
const channel = openChannel();

let opening = null; // the promise of a session with its files, or of null
let active = null; // the session that is open, to be told when it is over
let looking = null;
let filling = null;
let lookedAt = 0;
let failure = null;
let ended = null; // why the last session ended, if not by signing out

const tell = (message) => channel.postMessage(message);

worker.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(cachePrefix() + SHELL_CACHE);
  await cache.addAll(SHELL.map((url) => new Request(url, { cache: "no-cache" })));
  for (const url of SHELL.filter((one) => one.endsWith(".js"))) {
    if (!(await (await cache.match(url)).text()).includes(STAMP)) throw new Error(`${url} is of another version`);
  }
  await worker.skipWaiting();
})()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

/** The session that is open, with its list of files; null when nobody is signed in. Rejects with a Failure. */
function currentSession() {
  opening = opening || openStored();
  opening.then((session) => {
    active = session;
    if (!session) opening = null;
  }, () => { opening = null; });
  return opening;
}

async function openStored() {
  const stored = await loadSession();
  if (!stored) return null;
  try {
    return await openFiles(stored);
  } catch (error) {
    if (!(error instanceof Failure) || error.word === "offline") throw error;
    const moved = await moveOn(stored);
    if (moved === stored) throw error;
    return moved;
  }
}

/** Look whether the host serves another release than `session`'s, and go over to it.
    Gives `session` itself where nothing is new, the new session, or null where the key no longer fits. */
async function moveOn(session) {
  lookedAt = Date.now();
  let release;
  try {
    const response = await fetch(`${scope}kb-lock/release.json`, { cache: "no-cache" });
    release = response.ok ? await response.json() : null;
  } catch {
    return session;
  }
  if (!isRelease(release) || release.release === session.release) return session;
  const keys = await openRelease(release, session.agent, session.agentKey);
  if (!keys) {
    await forget();
    ended = "removed";
    await worker.registration.unregister();
    tell({ kind: "signed-out", why: "removed" });
    return null;
  }
  const { agent, agentKey, keepsCopy, tabKey } = session;
  let fresh;
  try {
    fresh = await openFiles({ agent, agentKey, keepsCopy, tabKey, ...keys });
  } catch {
    return session; // still being uploaded: stay with the old one
  }
  await saveSession({ agent, agentKey, keepsCopy, tabKey, ...keys });
  session.isOver = true;
  active = fresh;
  opening = Promise.resolve(fresh);
  failure = null;
  await deleteCaches((name) => name !== SHELL_CACHE && name !== fresh.release);
  tell({ kind: "release" });
  return fresh;
}

const look = (session) => {
  looking = looking || moveOn(session).finally(() => { looking = null; });
  return looking;
};

async function forget() {
  if (active) active.isOver = true;
  active = opening = null;
  await clearDevice();
}

async function answer(request, url) {
  if (url.pathname.startsWith(`${scope}kb-lock/`) || url.pathname === `${scope}kb-worker.js`) return answerShell(request);
  try {
    const session = await currentSession();
    if (!session) return fetch(request);
    try {
      return await respond(session, request, url.pathname.slice(scope.length));
    } catch (error) {
      if (!(error instanceof Failure) || error.word === "offline") throw error;
      const moved = await look(session);
      if (moved === session) throw error;
      return moved ? await respond(moved, request, url.pathname.slice(scope.length)) : fetch(request);
    }
  } catch (error) {
    const word = error instanceof Failure ? error.word : "changed";
    if (word !== "offline") failure = word;
    tell({ kind: "failure", word });
    return plainPage(word, word === "offline" ? 503 : 502);
  }
}

/** The lock's own files: the host's, or the kept ones without a connection. */
async function answerShell(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isRead = event.request.method === "GET" || event.request.method === "HEAD";
  if (isRead && url.origin === location.origin && url.pathname.startsWith(scope)) event.respondWith(answer(event.request, url));
});

async function keepCopy(session) {
  if (!session.keepsCopy || filling === session) return;
  filling = session;
  await fill(session, (kept, wanted) => tell({ kind: "kept", kept, wanted }));
  filling = null;
}

const messages = {
  look: async (port) => {
    const session = await currentSession().catch(() => undefined);
    // A page that was answered just before the end of its session missed the word of it: say it again.
    port.postMessage({ agent: session && session.agent, failure, over: session === null ? ended || "signedOut" : null });
    if (!session) return;
    const current = Date.now() - lookedAt > LOOK_EVERY ? await look(session) : session;
    if (current) await keepCopy(current);
  },
  "sign-out": async (port) => {
    await forget();
    failure = null;
    port.postMessage({ kind: "done" });
  },
};
worker.addEventListener("message", (event) => {
  if (event.data && Object.hasOwn(messages, event.data.kind)) event.waitUntil(messages[event.data.kind](event.ports[0]));
});
