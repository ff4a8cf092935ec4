// A note on this machine that several tabs share: read before each change, so that no tab undoes what another one kept.
// Without storage (a private window, a frame that may not) it lasts as long as the page.

import { shopKey } from "../../browser_code/shop_key.js";
import { storageOrNothing } from "../../browser_code/storage.js";

/**
 * The note `name` of the shop whose site lies at the path `scope`. `clean(told)` makes of whatever was stored what the note holds, of null an empty one; `onChange()` is
 * called after each change, in whichever tab. Gives {read, change, forget}.
 */
export function openNote(name, { scope, clean, onChange, storage = storageOrNothing("localStorage") }) {
  const key = shopKey(name, scope, storage);
  let alone = null; // what is held where nothing can be stored

  function read() {
    try {
      return clean(JSON.parse(storage.getItem(key) ?? "null"));
    } catch {
      return clean(alone); // refused or damaged
    }
  }

  function forget() {
    alone = null;
    try {
      storage?.removeItem(key);
    } catch {
      /* nothing kept */
    }
    onChange();
  }

  globalThis.addEventListener?.("storage", (event) => { if (event.key === key || event.key === null) onChange(); });

  return {
    read,
    /** Put in its place what `edit(held)` gives. */
    change(edit) {
      const held = edit(read());
      alone = held;
      try {
        storage.setItem(key, JSON.stringify(held));
      } catch {
        /* full or refused */
      }
      onChange();
    },
    forget,
  };
}
