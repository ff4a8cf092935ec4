/* Which texts this machine has seen, by their hashes, and what has changed since. It is kept for each language of a site
   and never leaves the machine. On a first visit what held two weeks ago counts as seen, as far as the build knows it. */

const FIRST_DAYS = 14;
const DAY = 86_400_000;
const UNKNOWN = "?"; /* it was another text, and nobody knows which */

/**
 * @typedef {[string, ...[string, string | null][]]} Versions
 * The hash of a text, then [day, hash before that day], the newest first: "" for no day (not committed) or no text.
 * @typedef {{ format: number, git: boolean, begins: string, whole: boolean, texts: Record<string, Versions> }} Hashes
 */

/**
 * Fetch the hashes beside the page “What changed” at `address`; null where there are none.
 * @param {URL} address
 * @returns {Promise<Hashes | null>}
 */
export async function fetchHashes(address) {
  try {
    const answer = await fetch(new URL("hashes.json", address), { cache: "no-cache" });
    const hashes = answer.ok ? await answer.json() : null;
    return hashes?.format === 1 ? hashes : null;
  } catch {
    return null;
  }
}

/**
 * What this machine has seen of the texts beside `address`.
 * @param {URL} address
 * @param {Hashes} hashes
 */
export function openSeen(address, { texts }) {
  const key = "kb.changes " + address.pathname;
  let alone = null; /* what is held where nothing can be stored */

  function read() {
    try {
      const held = JSON.parse(localStorage.getItem(key) || "null");
      if (isSound(held)) return held;
    } catch { /* refused or damaged */ }
    return alone;
  }

  function keep(held) {
    alone = held;
    try { localStorage.setItem(key, JSON.stringify(held)); } catch { /* as long as the page */ }
  }

  function begin() {
    const since = new Date(Date.now() - FIRST_DAYS * DAY).toISOString().slice(0, 10);
    const seen = Object.fromEntries(Object.entries(texts).map(([id, versions]) => [id, heldOn(versions, since)]));
    const held = { since, last: 0, seen };
    keep(held);
    return held;
  }

  const held = () => read() ?? begin();
  const change = (edit) => {
    const now = held();
    edit(now);
    keep(now);
  };
  held();

  return {
    /** The day from which the first visit shows changes. */
    since: () => held().since,
    /** When the page “What changed” was last open, in milliseconds; 0: never. */
    last: () => held().last,
    visit: () => change((now) => { now.last = Date.now(); }),
    /** Texts that differ from what was seen: id → the hash that was seen, "" where there was none. */
    changed() {
      const { seen } = held();
      return new Map(Object.keys(texts).filter((id) => seen[id] !== texts[id][0]).map((id) => [id, seen[id] ?? ""]));
    },
    /** Texts that were seen and are gone. */
    gone: () => Object.keys(held().seen).filter((id) => !(id in texts) && held().seen[id]),
    /**
     * Tick as read, or take the tick off again: `marks` are [id, the hash that counts as seen; null to forget the text].
     * @param {[string, string | null][]} marks
     */
    mark: (marks) => change(({ seen }) => {
      for (const [id, hash] of marks) if (hash === null) delete seen[id]; else seen[id] = hash;
    }),
    key
  };
}

/** Is it what `openSeen` keeps, undamaged? */
function isSound(held) {
  return Boolean(held?.seen) && typeof held.seen === "object" && !Number.isNaN(Date.parse(`${held.since}T00:00:00Z`))
    && Number.isInteger(held.last) && held.last <= Date.now() + DAY;
}

/**
 * The hash of a text at the beginning of `day`, as far as it is known.
 * @param {Versions} versions
 * @param {string} day
 */
function heldOn([now, ...changes], day) {
  let hash = now;
  for (const [on, before] of changes) {
    if (on && on < day) break;
    hash = before ?? UNKNOWN;
  }
  return hash;
}
