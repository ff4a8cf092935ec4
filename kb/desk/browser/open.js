// The desk as one object for the page: suggestions and replies over static files.
// Everything is read by `load`, which the page gives; a message goes nowhere.

import SHARED from "../shared/suggest.json" with { type: "json" };
import { renderReply } from "../../replies/browser/render.js";
import { Index } from "../../search/browser/index.js";
import { compileCharacters, fold } from "../../text/browser/folding.js";
import { languageGuesser } from "../../text/browser/language_detection.js";
import { mayAnswer, ofDocument, titleAt } from "./candidates.js";
import { phraseHearer } from "./phrases.js";
import { asJson, suggest } from "./suggest.js";

const FORMAT = SHARED.format;
/** Ids of short answers to small talk begin so. */
export const SHORT = "short/";

/**
 * Open the desk. `data` is what desk_data (kb/desk/export.py) exports, `suggestions` what suggestion_data
 * does; `cores` maps language → address of its core shard; `load(address)` gives a promise of parsed
 * JSON. An index is fetched when a message in its language first comes.
 */
export function openDesk({ data, suggestions, cores, load }) {
  if (data.format !== FORMAT) throw new Error(`kb desk: format ${data.format}, not ${FORMAT}`);
  const characters = compileCharacters(suggestions.characters);
  const guesser = languageGuesser(suggestions.guess, characters);
  const indexes = {};
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
    guess: guesser,
    hear: phraseHearer(suggestions.phrases, characters),
  };
  const scripts = new Map(data.scripts.map((script) => [`${script.id} ${script.language}`, script]));
  const byId = new Map(data.scripts.map((script) => [script.id, script]));
  return {
    scripts: data.scripts,
    /** `text` in small letters without marks. */
    fold: (text) => fold(text, characters),
    channels: data.channels,
    rules: data.rules,
    /** What answers a message or a conversation; see suggest.js for the options. */
    suggest: (message, options) => suggest(message, desk, options),
    asJson,
    /** [{id, kind, language, title, url}]: every script and article that may answer, in each language. */
    async titles() {
      const found = [];
      for (const language of Object.keys(indexes)) {
        const index = await indexes[language];
        for (let place = 0; place < index.core.count; place += 1) {
          const title = await titleAt(index, place);
          if (mayAnswer(title, ofDocument(desk.documents, title.id), "")) found.push({ ...title, language });
        }
      }
      return found;
    },
    /** The script in `language`, else in any; undefined for an unknown id. */
    script: (id, language) => scripts.get(`${id} ${language}`) ?? byId.get(id) ?? shortReply(suggestions.short_replies, id, language),
    /** The reply that a script makes: {channelId, variant, values}; see render.js. `links`: its language's articles. */
    reply: (script, options, links = data.links[script.language]) =>
      renderReply(script, { ...options, data: { ...data, links: { ...data.links, [script.language]: links } } }),
    /** A note of a reply as a sentence. */
    note: ({ code, about }, language) => {
      const words = data.note_phrases[code];
      return (words[language] ?? words.en).replace("{about}", () => about);
    },
  };
}

/** A short answer to small talk as a script; undefined for other ids. */
function shortReply(replies, id, language) {
  const text = id.startsWith(SHORT) ? replies[language]?.[id.slice(SHORT.length)] : undefined;
  if (text === undefined) return undefined;
  return {
    id, language, title: text, summary: "", topic: "", stage: "", channels: [], placeholders: [], images: [], url: "",
    parts: [{ variant: "", channel: "", short: false, blocks: [["p", [["t", text]]]] }],
  };
}

async function openIndex(address, load) {
  const folder = address.slice(0, address.lastIndexOf("/") + 1);
  return new Index(await load(address), (name) => load(folder + name));
}
