// Several shops may lie on one host and share its storage: what belongs to one of them is kept under the path of its site.

/**
 * The key of `name` for the site at `scope` (a path). What an earlier version kept under the name alone is moved there, once.
 * @param {string} name
 * @param {string} scope
 * @param {Storage | null} storage
 */
export function shopKey(name, scope, storage) {
  const key = `${name} ${scope}`;
  try {
    const old = storage?.getItem(name) ?? null;
    if (old === null) return key;
    if (storage.getItem(key) === null) storage.setItem(key, old);
    storage.removeItem(name);
  } catch {
    /* refused or full: it stays where it was */
  }
  return key;
}
