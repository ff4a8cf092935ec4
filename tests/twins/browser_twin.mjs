// Runs queries through the browser's scorer under Node: `node browser_twin.mjs REQUEST.json`.
// REQUEST: {scripts: [paths], folder, core, queries: [text], typing: bool}, or {scripts, guess,
// characters, texts} to guess languages; prints JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const script of request.scripts) vm.runInThisContext(readFileSync(script, "utf8"), { filename: script });
if (request.guess) {
  const { kbSearch } = globalThis;
  const guess = kbSearch.languageGuesser(request.guess, kbSearch.compileCharacters(request.characters));
  console.log(JSON.stringify({ guesses: request.texts.map(guess) }));
  process.exit(0);
}
const load = async (name) => JSON.parse(readFileSync(join(request.folder, name), "utf8"));
const requests = [];
const counted = (name) => (requests.push(name), load(name));
const index = new globalThis.kbSearch.Index(await load(request.core), counted);
const answers = [];
const times = [];
for (const query of request.queries) {
  const began = process.cpuUsage();
  const hits = await index.search(query, { limit: request.limit ?? 10, isTyping: request.typing ?? false });
  const { user, system } = process.cpuUsage(began);
  times.push((user + system) / 1000); // milliseconds of processor time
  const shown = request.details ? await Promise.all(hits.map((hit) => index.details(hit))) : [];
  answers.push(
    hits.map(({ id, url, score, confidence }, i) => ({
      id,
      url,
      score,
      confidence,
      ...(request.details && { anchor: shown[i].anchor, passage: shown[i].passage, matched: shown[i].matched }),
    })),
  );
}
console.log(JSON.stringify({ answers, requests, ...(request.times && { times }) }));
