// What the desk sends: scripts filled in, over what desk_data (kb/desk/export.py) exports. The texts of each language come in
// files of their own, one after another.

import SHARED from "../shared/suggest.json" with { type: "json" };
import { renderReply } from "../../replies/browser/render.js";
import { compileCharacters, fold } from "../../text/browser/folding.js";

const FORMAT = SHARED.format;
/** Ids of short answers to small talk begin so. */
export const SHORT = "short/";

/**
 * `data` is what desk_data exports, with `characters` and `short_replies`; `addTexts` puts a language's scripts and articles into
 * its `scripts` and `links`.
 */
export function openReplies(data) {
  if (data.format !== FORMAT) throw new Error(`kb desk: format ${data.format}, not ${FORMAT}`);
  const characters = compileCharacters(data.characters);
  const scripts = new Map();
  const byId = new Map(); // in the last of its languages, as letters go
  return {
    /** Know the texts of `language` too. */
    addTexts(language, { scripts: more, links }) {
      data.links[language] = links;
      for (const script of more) {
        data.scripts.push(script);
        scripts.set(`${script.id} ${script.language}`, script);
        if (!(byId.get(script.id)?.language > script.language)) byId.set(script.id, script);
      }
    },
    /** `text` in small letters without marks. */
    fold: (text) => fold(text, characters),
    /** The script in `language`, else in any; undefined for an unknown id. */
    script: (id, language) => scripts.get(`${id} ${language}`) ?? byId.get(id) ?? shortReply(data.short_replies, id, language),
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
