// The desk's offline copy: the page beside this script and the files that it named, nothing else.
// Fresh from the host whenever it answers; names that carry a hash of their content are never asked twice.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `kb-desk ${worker.registration.scope}`;
const HASHED = /[.-][0-9a-f]{8,}[./]/;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

let isForgotten = false; // of a worker that is being taken away: it keeps nothing any more
let filling = Promise.resolve();

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
  event.respondWith(answer(request));
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

async function answer(request) {
  // Not by caches.open, which would make the copy anew where it was taken away.
  const held = await caches.match(request, { cacheName: CACHE, ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  if (held && HASHED.test(new URL(request.url).pathname)) return held;
  try {
    return await fetch(request);
  } catch (error) {
    if (held) return held;
    throw error;
  }
}
