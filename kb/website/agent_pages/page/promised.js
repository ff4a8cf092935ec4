/* What was promised at the desk of this machine, as lines of the hand-over. */

/** @returns {string[]} */
export function promisedLines() {
  return [];
}
