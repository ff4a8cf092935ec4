// What stays on the device between sign-in and sign-out: one row of keys in IndexedDB, encrypted files in
// the cache. Both are named by the scope, so that two desks on one host do not meet.

const TABLE = "session";
const ROW = "current";
let scope = "/";

/** Say where the desk lies on its host, as a path that ends in "/". Before anything else here. */
export const setScope = (path) => { scope = path; };
const databaseName = () => `kb-lock ${scope}`;
/** What the names of the desk's caches begin with. */
export const cachePrefix = () => `kb-lock ${scope} `;
/** Where the tabs and the worker of one desk tell one another what happens. */
export const openChannel = () => new BroadcastChannel(`kb-lock ${scope}`);

/** True where not our file but the host's own doorkeeper answers: no access, a sign-in page, a fault. */
export const isTurnedAway = (response) => response.redirected || [401, 403, 407, 429].includes(response.status) || response.status >= 500;

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** What `action` gives; undefined where there is no table and `makes` is false: only sign-in leaves a trace. */
async function withTable(mode, action, makes = false) {
  const opening = indexedDB.open(databaseName(), 1);
  opening.onupgradeneeded = () => (makes ? opening.result.createObjectStore(TABLE) : opening.transaction.abort());
  let database;
  try {
    database = await settled(opening);
  } catch (error) {
    if (error.name === "AbortError" && !makes) return undefined;
    throw error;
  }
  try {
    return await settled(action(database.transaction(TABLE, mode).objectStore(TABLE)));
  } finally {
    database.close();
  }
}

/** {agent, agentKey, release, contentKey, nameKey, keepsCopy, tabKey}, or undefined when nobody is signed in. */
export const loadSession = () => withTable("readonly", (table) => table.get(ROW));
/** A key for what this session keeps in a tab: made at sign-in, on this device alone, and gone with the session. */
export function makeTabKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Keep a session on this device. */
export const saveSession = (session) => withTable("readwrite", (table) => table.put(session, ROW), true);

/** @param {(name: string) => boolean} [isOld] */
export async function deleteCaches(isOld = () => true) {
  const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix()) && isOld(name.slice(cachePrefix().length)));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Whether `key` of the storage is of this desk: others on the host end theirs with a path of their own (`shop_key.js`). */
function isOwn(key) {
  const [name, path = scope] = key.split(/ (?=\/)/);
  return key.startsWith(scope) || (name.startsWith("kb") && path.startsWith(scope));
}

/** Everything that sign-in left on this device: keys, encrypted files, and (in a page) what the desk noted down. */
export async function clearDevice() {
  // The row first: deleting the database waits for other tabs, emptying it does not.
  await withTable("readwrite", (table) => table.clear()).catch(() => undefined);
  indexedDB.deleteDatabase(databaseName());
  await deleteCaches();
  const page = /** @type {any} */ (self);
  for (const store of page.document ? [page.localStorage, page.sessionStorage] : []) {
    for (const key of Object.keys(store)) {
      if (isOwn(key)) store.removeItem(key);
    }
  }
}
