// Words with a number in them, in the form that the number asks for in the page's language (CLDR).

/**
 * The plural category of a number: `one`, `few`, `many`, … `other`.
 * @param {number} n
 * @returns {string}
 */
export function pluralCategory(n) {
  try {
    return new Intl.PluralRules([document.documentElement.lang, "en"]).select(n);
  } catch {
    return "other"; // the language has a code that browsers do not take
  }
}

/**
 * A word with its number filled in.
 * @param {string} text a word, or the JSON of its plural forms by category, as kb/ui_strings/plurals.py writes them
 * @param {number} n
 * @returns {string}
 */
export function countedWord(text, n) {
  /** @type {Record<string, string>} */
  let forms = { other: text };
  try {
    if (text.startsWith("{")) forms = JSON.parse(text);
  } catch { /* a word that begins with its number */ }
  return (forms[pluralCategory(n)] ?? forms.other).replace("{n}", () => String(n));
}
