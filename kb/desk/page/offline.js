// A copy of the desk's own files on this machine, so that it opens without a network too. Where another
// worker already serves the page (the locked edition), that one decides and this one stays away.

const PATIENCE = 30_000; // milliseconds until a worker that says nothing is asked again
const MOST_ASKED = 3;

/** Call `onOther` when the host has another desk than the copy from which this page came. */
export function hearOther(onOther) {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.type === "kb-other" && onOther());
}

let keeping = Promise.resolve(); // what is under way
let isForgotten = false;

/**
 * Register `worker` (an address beside the page) and tell it which files this page was made of; `code` are scripts of its
 * threads, which not every browser lists. `onKept()` is called when all of them lie on this machine.
 */
export function keepOffline(worker, code, onKept) {
  if (isForgotten || !("serviceWorker" in navigator) || !window.isSecureContext || window.parent !== window) return;
  const address = new URL(worker, location.href).href;
  const { controller } = navigator.serviceWorker;
  if (controller && controller.scriptURL !== address) return;
  keeping = keep(address, code, onKept).catch(() => undefined); // refused: the desk works on for as long as it is open
}

async function keep(address, code, onKept) {
  const active = await started(await navigator.serviceWorker.register(address));
  let isKept = false;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type !== "kb-kept" || isForgotten) return;
    isKept = true;
    onKept();
  });
  // Whoever is stopped in the middle has told nobody: a message starts it again.
  const ask = (times) => {
    if (isForgotten || isKept || !times) return;
    active.postMessage({ type: "kb-keep", page: location.origin + location.pathname, files: [...filesOfPage(), ...code] });
    setTimeout(() => ask(times - 1), PATIENCE);
  };
  ask(MOST_ASKED);
}

/** The worker of `registration` once it runs; rejects where it never will. */
function started(registration) {
  return new Promise((resolve, reject) => {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    const look = () => {
      if (registration.active) resolve(registration.active);
      else if (!worker || worker.state === "redundant") reject(new Error("no worker"));
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

/** Take the copy away again, one that is being made too; none is made before the page is loaded anew. */
export async function forgetOffline(worker) {
  isForgotten = true;
  if (!("serviceWorker" in navigator)) return;
  const address = new URL(worker, location.href).href;
  await forgetNow(address);
  await keeping; // it may have registered the worker after that
  await forgetNow(address);
}

async function forgetNow(address) {
  try {
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      const running = [one.active, one.waiting, one.installing].filter((each) => each?.scriptURL === address);
      if (!running.length) continue;
      for (const each of running) each.postMessage({ type: "kb-forget" }); // it may be filling the copy
      await one.unregister();
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
