// The browser's storage, where it gives one: in a private window or a frame of another site it may throw at the question.

/**
 * @param {"localStorage" | "sessionStorage"} name
 * @returns {Storage | null}
 */
export function storageOrNothing(name) {
  try {
    return globalThis[name] ?? null;
  } catch {
    return null;
  }
}
