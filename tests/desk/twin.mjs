// Runs the browser's code on cases from standard input: [[function, ...arguments], …] → [result, …].
import { checkText } from "../../kb/desk/browser/rules.js";
import { countSegments } from "../../kb/desk/browser/sms.js";
import { dropAccents } from "../../kb/desk/browser/writing.js";
import { renderReply } from "../../kb/desk/browser/reply.js";
import { asJson, splitQuestions, suggest } from "../../kb/desk/browser/suggest.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

for (const name of ["reading.js", "scorer.js"]) {
  const path = new URL(`../../kb/search/browser/${name}`, import.meta.url);
  vm.runInThisContext(readFileSync(path, "utf8"), { filename: name });
}

let desk;
let book;
let data;
const codePoints = (text, units) => [...text.slice(0, units)].length;
const located = (text, findings) =>
  findings.map(({ rule, start, end }) => [rule, codePoints(text, start), codePoints(text, end)]);

const calls = {
  book: (given) => ((book = given), null),
  data: (given) => ((data = given), null),
  countSegments,
  dropAccents,
  checkText: (text, channel, language) => located(text, checkText(text, channel, language, book)),
  splitQuestions: (text) => splitQuestions(text).map((clause) => clause.text),
  // cores: language → [folder, name of the core]; the language is told, not guessed.
  desk: ({ cores, documents, topics }) => {
    const read = (folder, name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
    const indexes = {};
    for (const [language, [folder, core]] of Object.entries(cores)) {
      indexes[language] = new globalThis.kbSearch.Index(read(folder, core), (name) => read(folder, name));
    }
    desk = { indexes, documents, topics, guess: () => "en" };
    return null;
  },
  suggest: async (message, options) => {
    const made = await suggest(message, desk, options);
    return { ...asJson(made), parts: made.parts };
  },
  renderReply: (id, language, options) => {
    const script = data.scripts.find((one) => one.id === id && one.language === language);
    const reply = renderReply(script, { ...options, data });
    return { ...reply, findings: located(reply.text, reply.findings) };
  },
};

let input = "";
for await (const chunk of process.stdin) input += chunk;
const results = [];
for (const [name, ...rest] of JSON.parse(input)) results.push(await calls[name](...rest));
process.stdout.write(JSON.stringify(results));
