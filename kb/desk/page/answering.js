// The desk's answers in a thread of their own, so that reading an index never holds up a key. The page hands over what it
// fetched, as bytes; nothing is asked of the host from here.

import { FULL, readToken } from "../../text/browser/tokenizer.js";
import { openDesk } from "../browser/open.js";

const thread = /** @type {any} */ (self);
const WARMED = 8;
const NO_QUESTIONS = { terms: "", weights: "", rarities: "", unlisted: 0, ids: [], counts: "", lengths: "", steps: "" };
const DICTIONARY = /^(?:words|dictionary)-/;

/** Name of a file (`index-vi`) → {come: a promise of what is in it, give}. */
const files = new Map();
const whole = new Set(); // languages of which the rest is here too
/** @type {any} */
let desk = null;
let characters = null;
let questions = {};
let choices = null; // language → what colleagues chose; null where the shop does not learn

function file(name) {
  if (!files.has(name)) {
    let give;
    const come = new Promise((resolve) => (give = resolve));
    files.set(name, { come, give });
  }
  return files.get(name);
}

/** What the index of a language asks for: `vi/core`, `vi/terms-0-…`. Words for repair may come much later. */
async function load(address) {
  const [language, name] = address.split("/");
  if (DICTIONARY.test(name)) return (await file(`spelling-${language}`).come)[name];
  const { core, shards } = await file(`index-${language}`).come;
  return name === "core" ? { ...core, characters } : shards[name];
}

const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

const told = {
  /** Everything but the indexes. */
  open(data) {
    const suggestions = read(data.suggestions);
    ({ characters } = data);
    ({ choices } = suggestions);
    questions = Object.fromEntries(data.languages.map((code) => [code, NO_QUESTIONS]));
    desk = openDesk({
      suggestions: { ...suggestions, characters, questions },
      cores: Object.fromEntries(data.languages.map((code) => [code, `${code}/core`])),
      load,
    });
  },
  file: ({ name, bytes }) => file(name).give(read(bytes)),
  /** What an index lacked to be sure: from now on its answers are what they will stay. */
  async rest({ language, bytes }) {
    const index = await desk.indexes[language];
    const more = read(bytes);
    index.addTerms(more.terms);
    questions[language] = more.questions;
    if (more.choices) choices[language] = more.choices;
    whole.add(language);
    thread.postMessage({ whole: language });
    await warm(language);
  },
  async suggest({ id, message, options }) {
    const before = new Set(whole);
    const made = await desk.suggest(message, options);
    const isEarly = !made.small_talk && !before.has(made.language);
    const index = await desk.indexes[made.language];
    const isTelling = (word) => readToken(word, 0, word.length, index.language).weight >= FULL;
    const shown = (answer) => ({ ...answer, ...(isEarly && { certainty: "closest" }), telling: answer.matched.filter(isTelling) });
    thread.postMessage({ id, made: { ...made, isEarly, answers: made.answers.map(shown), closest: made.closest.map(shown) } });
  },
  async titles({ id, languages }) {
    thread.postMessage({ id, made: await desk.titles(languages) });
  },
};

/** Ask a few of its own titles, so that the browser has compiled what the next message needs. */
async function warm(language) {
  const index = await desk.indexes[language];
  for (let place = 0; place < index.core.count; place += Math.ceil(index.core.count / WARMED)) {
    const [one, other] = await Promise.all([index.title(place), index.title(index.core.count - 1 - place)]);
    await desk.suggest(`${one.title}. ${other.title}`, { language });
    await new Promise((resolve) => setTimeout(resolve)); // a message comes first
  }
}

thread.addEventListener("message", async ({ data }) => {
  try {
    await told[data.type](data);
  } catch (error) {
    console.error(error);
    thread.postMessage({ id: data.id, error: String(error) });
  }
});
