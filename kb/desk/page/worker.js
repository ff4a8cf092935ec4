// The desk's offline copy: the page beside this script and the files that it named, nothing else. A page that is opened comes
// from the copy at once, with the list of files that belongs to it; meanwhile the host is asked, and where it has another one the
// page hears of it and is loaded again, from the host. Names that carry a hash of their content are never asked twice.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `kb-desk ${worker.registration.scope}`;
const MANIFEST = /\/desk\.json$/;
const HASHED = /[.-][0-9a-f]{8,}[./]/;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

let isForgotten = false; // of a worker that is being taken away: it keeps nothing any more
let filling = Promise.resolve();
const copied = new Set(); // pages that came from the copy, by the ids of their clients

worker.addEventListener("message", (event) => {
  const { data } = event;
  if (data?.type === "kb-keep" && Array.isArray(data.files)) {
    isForgotten = false; // a page that was loaded afterwards
    filling = keep(data.page, data.files);
    event.waitUntil(filling.then(() => event.source?.postMessage({ type: "kb-kept" })));
  } else if (data?.type === "kb-forget") {
    isForgotten = true;
    event.waitUntil(filling.catch(() => undefined).then(() => caches.delete(CACHE)));
  }
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(`${worker.location.origin}/`)) return;
  event.respondWith(answer(event));
});

async function keep(page, files) {
  if (isForgotten) return;
  const cache = await caches.open(CACHE);
  const wanted = new Set([page, ...files].filter((name) => String(name).startsWith(`${worker.location.origin}/`)));
  for (const held of await cache.keys()) if (!wanted.has(held.url)) await cache.delete(held);
  await Promise.all([...wanted].map(async (name) => {
    if (isForgotten || (HASHED.test(name) && (await cache.match(name)))) return;
    const fetched = await fetch(name, { cache: "no-cache", credentials: "same-origin" }).catch(() => null);
    if (fetched?.ok && !isForgotten) await cache.put(name, fetched);
  }));
}

async function answer(event) {
  const { request } = event;
  // Not by caches.open, which would make the copy anew where it was taken away.
  const held = await caches.match(request, { cacheName: CACHE, ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  if (held && HASHED.test(new URL(request.url).pathname)) return held;
  if (held && request.mode === "navigate" && request.cache === "default" && event.resultingClientId) {
    copied.add(event.resultingClientId);
    event.waitUntil(compare(held.clone(), event.resultingClientId));
    return held;
  }
  if (held && MANIFEST.test(request.url) && copied.has(event.clientId)) return held;
  try {
    return await fetch(request);
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

/** Tell the page `id`, which came from the copy, where the host has another one, or other files for it. */
async function compare(page, id) {
  const list = (await (await caches.open(CACHE)).keys()).find(({ url }) => MANIFEST.test(url));
  const isOther = async (held) => {
    const fresh = await fetch(held.url, { cache: "no-cache", credentials: "same-origin" });
    return fresh.ok && (await fresh.text()) !== (await held.text());
  };
  try {
    const before = list && (await caches.match(list, { cacheName: CACHE, ignoreVary: true }));
    const found = await Promise.all([page, before].filter(Boolean).map(isOther));
    if (found.includes(true)) (await worker.clients.get(id))?.postMessage({ type: "kb-other" });
  } catch {
    /* without a network the copy is what there is */
  }
}
