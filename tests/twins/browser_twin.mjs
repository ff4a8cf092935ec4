// Runs queries through the browser's scorer under Node: `node browser_twin.mjs REQUEST.json`.
// REQUEST: {folder, core, queries: [text], typing: bool}, or {guess, characters, texts} to guess languages; prints JSON.
// With `first`, each query meets an index of which nothing is loaded, and only its first list is asked for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Index } from "../../kb/search/browser/index.js";
import { details, findFirst, search } from "../../kb/search/browser/scoring.js";
import { compileCharacters } from "../../kb/text/browser/folding.js";
import { languageGuesser } from "../../kb/text/browser/language_detection.js";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (request.guess) {
  const guess = languageGuesser(request.guess, compileCharacters(request.characters));
  console.log(JSON.stringify({ guesses: request.texts.map(guess) }));
  process.exit(0);
}
const load = async (name) => JSON.parse(readFileSync(join(request.folder, name), "utf8"));
const requests = [];
const counted = (name) => (requests.push(name), load(name));
console.log(JSON.stringify(await (request.first ? firstLists() : allAnswers())));

async function firstLists() {
  const lists = [];
  for (const query of request.queries) {
    requests.length = 0;
    const { hits } = await findFirst(new Index(await load(request.core), counted), query);
    lists.push({ ids: hits.map(({ id }) => id), requests: [...requests] });
  }
  return { lists };
}

async function allAnswers() {
  const index = new Index(await load(request.core), counted);
  const answers = [];
  const times = [];
  for (const query of request.queries) {
    const began = process.cpuUsage();
    const hits = await search(index, query, { limit: request.limit ?? 10, isTyping: request.typing ?? false });
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000); // milliseconds of processor time
    const shown = request.details ? await Promise.all(hits.map((hit) => details(index, hit))) : [];
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
  return { answers, requests, ...(request.times && { times }) };
}
