/* Which duties were done or handed over: on this machine alone, one entry for each occurrence, for two weeks. */

const KEPT_DAYS = 15;
const DAY = 86_400_000;
const MARKS = ["done", "handed"];

/**
 * The ticks of the site below the path `scope`; without storage they last as long as the page.
 * @param {string} scope
 * @param {() => void} onChange called when another tab changed them
 */
export function openTicks(scope, onChange) {
  const key = "kb.duties " + scope;
  let held = new Map();
  let isKept = true; /* does the storage hold what we hold? */

  function read() {
    if (!isKept) { return; }
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      held = new Map(Object.entries(kept).filter(([id, mark]) => isRecent(id) && MARKS.includes(mark)));
    } catch { /* no storage, or damaged */ }
  }

  read();
  addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    held = new Map();
    read();
    onChange();
  });

  return {
    /** @param {string} id */
    get: (id) => held.get(id) || "",
    /**
     * @param {string[]} ids of occurrences, each ending in `@` and its date
     * @param {"" | "done" | "handed"} mark
     */
    set(ids, mark) {
      read(); /* what another tab wrote meanwhile */
      for (const id of ids) if (mark) held.set(id, mark); else held.delete(id);
      try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(held))); } catch { isKept = false; }
    }
  };
}

/** @param {string} id */
function isRecent(id) {
  return Date.parse(id.slice(id.lastIndexOf("@") + 1)) > Date.now() - KEPT_DAYS * DAY;
}
