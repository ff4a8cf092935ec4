// What this tab keeps for a reload: the conversation in view, and in a helpdesk those that were left. It lies in the
// tab's own storage, encrypted where the edition is locked, and ends with the tab. A browser copies that storage into a
// tab that is duplicated; so each tab has a name that only one page at a time may hold, and a copy begins with nothing.

import { storageOrNothing } from "../../browser_code/storage.js";

const FORMAT = 1; // raised when the desk can no longer go on with what an older one kept
const NOW = "now";
const OTHERS = "others";
const MOST_AGE = 12 * 60 * 60 * 1000; // milliseconds: a shift; browsers bring closed tabs back with what they kept
const RELEASE_PATIENCE = 3000; // milliseconds until the page that was here before has let go of the tab's name

/**
 * Open the store of the desk whose site begins at the path `scope`. `seal` is null, or {seal(text), open(text)}, both
 * promises; `onRefused()` is called when the browser keeps nothing. Gives {held, write, forget}: `held` is what the
 * tab kept ({now, others}, each null for nothing).
 */
export async function openTabStore(scope, { seal, onRefused }, storage = storageOrNothing("sessionStorage")) {
  const key = (name) => `kb.desk ${name} ${scope}`;
  const waiting = new Map(); // name → text to be written next, where sealing takes a while
  const versions = { [NOW]: 0, [OTHERS]: 0 };
  let isSealing = false;

  const put = (name, text) => {
    try {
      if (!storage) throw new Error("no storage");
      if (text === null) storage.removeItem(key(name));
      else storage.setItem(key(name), text);
      return true;
    } catch {
      return false;
    }
  };
  const get = (name) => {
    try {
      return storage?.getItem(key(name)) ?? null;
    } catch {
      return null;
    }
  };

  async function read(name) {
    try {
      const text = get(name);
      const { format, at, state } = JSON.parse(text === null ? "{}" : seal ? await seal.open(text) : text) ?? {};
      return format === FORMAT && at > Date.now() - MOST_AGE ? state : null;
    } catch {
      return null; // damaged, or sealed with the key of another session
    }
  }

  /** The conversation in view comes first: the browser's room is small. */
  function putWhatFits(name, text) {
    if (put(name, text)) return;
    if (name === NOW && put(OTHERS, null) && put(NOW, text)) return;
    put(name, null); // an older one would be wrong
    onRefused();
  }

  async function sealWaiting() {
    if (isSealing) return;
    isSealing = true;
    while (waiting.size) {
      const [[name, text]] = waiting;
      waiting.delete(name);
      const version = versions[name];
      try {
        const sealed = await seal.seal(text);
        if (versions[name] === version) putWhatFits(name, sealed); // else something newer waits, or nothing is to be kept
      } catch {
        onRefused();
      }
    }
    isSealing = false;
  }

  function write(name, state) {
    versions[name] += 1;
    waiting.delete(name);
    if (state === null) {
      put(name, null);
      return;
    }
    const text = JSON.stringify({ format: FORMAT, at: Date.now(), state });
    if (!seal) putWhatFits(name, text);
    else {
      waiting.set(name, text);
      sealWaiting();
    }
  }

  const isOurs = await takeName(key, get, put);
  if (!isOurs) for (const name of [NOW, OTHERS]) put(name, null);
  return {
    held: { now: await read(NOW), others: await read(OTHERS) },
    /** Keep the conversation in view; null where there is nothing to keep. */
    writeNow: (state) => write(NOW, state),
    /** Keep those that the agent may come back to. */
    writeOthers: (list) => write(OTHERS, list.length ? list : null),
    forget() {
      for (const name of [NOW, OTHERS]) write(name, null);
    },
  };
}

/**
 * Hold the tab's name for as long as the page is there. False where another page has it: this tab is a copy of that
 * one, and gets a name of its own. Whoever leaves says so in the tab's storage: then the name is free, or is just
 * being let go. Without locks (a page without https) only what was left so is taken.
 */
async function takeName(key, get, put) {
  const [name, state] = (get("tab") ?? "").split(" ");
  const own = name || crypto.randomUUID?.() || String(Math.random());
  const isLeft = state === "left";
  const isHeld = await hold(key(own), isLeft ? RELEASE_PATIENCE : 0);
  const isOurs = Boolean(name) && (isHeld ?? isLeft);
  const mine = isOurs || !name ? own : crypto.randomUUID?.() ?? String(Math.random());
  if (mine !== own) await hold(key(mine), 0);
  put("tab", `${mine} here`);
  window.addEventListener("pagehide", () => get("tab") && put("tab", `${mine} left`)); // not after a sign-out
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // what it kept may be older
  return isOurs;
}

/** Hold the lock `name` until the page is left; whether that worked, null where the browser has no locks. */
function hold(name, patience) {
  if (!navigator.locks) return Promise.resolve(null);
  return new Promise((resolve) => {
    const until = () => new Promise((release) => window.addEventListener("pagehide", release, { once: true }));
    const take = (lock) => {
      resolve(Boolean(lock));
      return lock ? until() : undefined;
    };
    const options = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    navigator.locks.request(name, options, take).catch(() => resolve(false));
  });
}
