// What answers a message, over static files. Everything is read by `load`, which is given; a message goes nowhere.

import { Index } from "../../search/browser/index.js";
import { compileCharacters } from "../../text/browser/folding.js";
import { languageGuesser } from "../../text/browser/language_detection.js";
import { mayAnswer, ofDocument, titleAt } from "./candidates.js";
import { openQuestions } from "./nearest.js";
import { phraseHearer } from "./phrases.js";
import { asJson, suggest } from "./suggest.js";

/**
 * Open the desk. `suggestions` is what suggestion_data (kb/desk/export.py) exports; `cores` maps language → address of its core
 * shard; `load(address)` gives a promise of parsed JSON. An index is asked for when a message in its language first comes.
 * `suggestions.questions` and `suggestions.choices` may change while the desk is open.
 */
export function openDesk({ suggestions, cores, load }) {
  const characters = compileCharacters(suggestions.characters);
  const guesser = languageGuesser(suggestions.guess, characters);
  const indexes = {};
  const tables = new Map();
  for (const [language, address] of Object.entries(cores)) {
    let opened;
    Object.defineProperty(indexes, language, {
      enumerable: true,
      get: () => (opened ??= openIndex(address, load).catch((error) => {
        opened = undefined; // a failed request may be tried again
        throw error;
      })),
    });
  }
  const desk = {
    indexes,
    documents: suggestions.documents,
    topics: suggestions.topics,
    settings: suggestions.settings,
    shortReplies: suggestions.short_replies,
    choices: suggestions.choices ?? null,
    questions: (language) => {
      const packed = suggestions.questions[language];
      if (tables.get(language)?.packed !== packed) tables.set(language, { packed, table: openQuestions(packed) });
      return tables.get(language).table;
    },
    guess: guesser,
    hear: phraseHearer(suggestions.phrases, characters),
  };
  return {
    /** Language → a promise of its index. */
    indexes,
    /** What answers a message or a conversation; see suggest.js for the options. */
    suggest: (message, options) => suggest(message, desk, options),
    asJson,
    /** [{id, kind, language, title, url}]: every script and article that may answer, in each of `languages`. */
    async titles(languages) {
      const found = [];
      for (const language of languages) {
        const index = await indexes[language];
        for (let place = 0; place < index.core.count; place += 1) {
          const title = await titleAt(index, place);
          if (mayAnswer(title, ofDocument(desk.documents, title.id), "")) found.push({ ...title, language });
        }
      }
      return found;
    },
  };
}

async function openIndex(address, load) {
  const folder = address.slice(0, address.lastIndexOf("/") + 1);
  return new Index(await load(address), (name) => load(folder + name));
}
