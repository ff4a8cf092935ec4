// A copy of the desk's own files on this machine, so that it opens without a network too. Where another
// worker already serves the page (the locked edition), that one decides and this one stays away.

/**
 * Register `worker` (an address beside the page) and tell it which files this page was made of. `onKept()` is
 * called when all of them lie on this machine.
 */
export async function keepOffline(worker, onKept) {
  if (!("serviceWorker" in navigator) || !window.isSecureContext || window.parent !== window) return;
  const address = new URL(worker, location.href).href;
  const { controller } = navigator.serviceWorker;
  if (controller && controller.scriptURL !== address) return;
  try {
    navigator.serviceWorker.addEventListener("message", ({ data }) => data?.type === "kb-kept" && onKept());
    await navigator.serviceWorker.register(address);
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ type: "kb-keep", page: location.origin + location.pathname, files: filesOfPage() });
  } catch {
    /* refused: the desk works on for as long as it is open */
  }
}

/** Take the copy away again. */
export async function forgetOffline(worker) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const address = new URL(worker, location.href).href;
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (one.active?.scriptURL === address) await one.unregister();
    }
    for (const name of await caches.keys()) if (name.startsWith("kb-desk ")) await caches.delete(name);
  } catch {
    /* nothing was kept */
  }
}

function filesOfPage() {
  return performance.getEntriesByType("resource").map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/`) && !name.includes("?") && !name.includes("#"));
}
