// Every reply and article that the desk can put into a reply, by id and by title, in all languages of the shop.

import { titleFinder } from "../browser/find_titles.js";

const SCRIPTS = "scripts/";

/**
 * `desk`, `data`, `isIn`, `whenIn` and `whole` as load.js gives them. Until all languages have come, those that have are looked through.
 * Gives {find, answer}, both promises of what the list of answers holds.
 */
export function makeTitles({ desk, data, isIn, whenIn, whole, settings }) {
  let rows = [];
  /** @type {(query: string, language: string, limit: number) => any[]} */
  let find = () => [];
  let known = ""; // the languages that `rows` are of

  async function read() {
    const languages = Object.keys(settings.languages).filter(isIn);
    if (known === languages.join(" ")) return;
    const made = await desk.titles(languages);
    known = languages.join(" ");
    const summaries = new Map(data.scripts.map((script) => [`${script.id} ${script.language}`, script.summary]));
    rows = made.map((row) => ({ ...row, summary: summaries.get(`${row.id} ${row.language}`) ?? data.links[row.language]?.[row.id]?.answer ?? "" }));
    find = titleFinder(rows, desk.fold);
  }

  /** An answer such as a message gives, for a customer who writes in `language`. */
  function answerOf(row, language) {
    const script = row.kind === "script" ? desk.script(row.id, language) : null;
    const indexLanguage = script ? language : row.language;
    return { kind: script ? "script" : "article", id: row.id, language: script?.language ?? row.language, title: script?.title ?? row.title, url: script?.url ?? row.url, indexLanguage };
  }

  return {
    /** [{answer, title}]: what is called so, best first; `title` is the one that was found where it is another language's. */
    async find(query, language, limit) {
      await whenIn(language);
      await read();
      return find(query, language, limit).map(({ row, found }) => ({ answer: answerOf(row, language), title: found === row ? "" : found.title }));
    },
    /** The answer of an id, with or without `scripts/` in front; null where there is none. */
    async answer(id, language) {
      await whole();
      await read();
      const of = (wanted) => rows.find((row) => row.id === wanted && row.language === language) ?? rows.find((row) => row.id === wanted);
      const row = of(id) ?? of(SCRIPTS + id);
      return row ? answerOf(row, language) : null;
    },
  };
}
