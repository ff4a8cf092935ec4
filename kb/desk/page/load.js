// Everything the desk needs, fetched before the first message comes. After this nothing is asked of the
// host: what a message is about could otherwise be read from which shards it fetches.

import { compileLanguage } from "../../text/browser/languages.js";
import { FULL, readToken } from "../../text/browser/tokenizer.js";
import { openDesk } from "../browser/open.js";

const WARMED = 8;

/**
 * {desk, data, beside, warm, isTelling}: the desk; what desk_data exported; `beside` what an agent who reads the language `reader`
 * sees beside a reply (kb/website/output/desk_beside.py); warm(language) asks it a few of its own
 * titles, so that the browser has read and compiled what the first message needs;
 * isTelling(word, language) says whether a word says more than "is" and "the" do.
 */
export async function loadDesk(root, manifest, reader) {
  const base = new URL(root, location.href);
  const home = new URL(manifest, base);
  const names = await getJson(home, "no-cache");
  const codes = Object.keys(names.indexes);
  const [data, suggestions, beside, ...indexes] = await Promise.all(
    [names.data, names.suggestions, names.beside[reader], ...codes.map((code) => names.indexes[code])].map((name) => getJson(new URL(name, home))),
  );
  const held = new Map(codes.map((code, place) => [code, indexes[place]]));
  const cores = Object.fromEntries(codes.map((code) => [code, `${code}/${held.get(code).core}`]));
  const load = async (address) => {
    const [code, name] = address.split("/");
    const found = held.get(code)?.files[name];
    if (found === undefined) throw new Error(`kb desk: no ${address}`);
    return found;
  };
  const desk = openDesk({ data, suggestions, cores, load });
  const languages = new Map();
  const isTelling = (word, code) => {
    const core = held.get(code)?.files[held.get(code).core];
    if (!core) return true;
    if (!languages.has(code)) languages.set(code, compileLanguage(core.data, core.characters));
    return readToken(word, 0, word.length, languages.get(code)).weight >= FULL;
  };
  const warm = async (language) => {
    const { core, files } = held.get(language);
    const { titles } = files[core].titles ?? Object.values(files).find((file) => file.titles) ?? { titles: [] };
    for (let place = 0; place < titles.length; place += Math.ceil(titles.length / WARMED)) {
      await desk.suggest(`${titles[place]}. ${titles[titles.length - 1 - place]} xyz`, { language });
      await new Promise((resolve) => setTimeout(resolve)); // keys come first
    }
  };
  return { desk, data, beside, warm, isTelling };
}

/** @type {(address: URL, cache?: RequestCache) => Promise<any>} */
async function getJson(address, cache = "default") {
  const answer = await fetch(address, { credentials: "same-origin", cache });
  if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
  return answer.json();
}
