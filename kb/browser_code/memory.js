// The browser's memory of what a reader chose; everything works without it, for the time of one page.

import { shopKey } from "./shop_key.js";

const PREFIX = "kb.";

export const memory = {
  /**
   * The name under which the browser keeps `key` for this site; `__md_scope` (kb-head.js) is the site's address.
   * @param {string} key
   */
  keyOf(key) { return shopKey(PREFIX + key, /** @type {any} */ (window).__md_scope.pathname, localStorage); },
  /** @param {string} key */
  get(key) { try { return localStorage.getItem(memory.keyOf(key)); } catch { return null; } },
  /**
   * @param {string} key
   * @param {string} value
   */
  set(key, value) { try { localStorage.setItem(memory.keyOf(key), value); } catch { /* private mode */ } },
};
