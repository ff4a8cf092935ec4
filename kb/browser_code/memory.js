// The browser's memory of what a reader chose; everything works without it, for the time of one page.

const PREFIX = "kb.";

export const memory = {
  /** @param {string} key */
  get(key) { try { return localStorage.getItem(PREFIX + key); } catch { return null; } },
  /**
   * @param {string} key
   * @param {string} value
   */
  set(key, value) { try { localStorage.setItem(PREFIX + key, value); } catch { /* private mode */ } },
};
