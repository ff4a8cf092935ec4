// Runs the browser's code on cases from standard input: [[function, ...arguments], …] → [result, …].
import { checkText } from "../../kb/desk/browser/rules.js";
import { findLeftovers } from "../../kb/desk/browser/leftovers.js";
import { countSegments } from "../../kb/desk/browser/sms.js";
import { dropAccents } from "../../kb/desk/browser/writing.js";
import { renderReply } from "../../kb/desk/browser/reply.js";
import { splitQuestions } from "../../kb/desk/browser/suggest.js";
import { openDesk } from "../../kb/desk/browser/open.js";
import { isSameConversation, readChatwoot, readFragment, writeFragment } from "../../kb/desk/browser/arrivals.js";
import { readFileSync } from "node:fs";
import vm from "node:vm";

for (const name of ["reading.js", "scorer.js", "guess.js"]) {
  const path = new URL(`../../kb/search/browser/${name}`, import.meta.url);
  vm.runInThisContext(readFileSync(path, "utf8"), { filename: name });
}

let desk;
const loaded = [];
let book;
let data;
const codePoints = (text, units) => [...text.slice(0, units)].length;
const located = (text, findings) =>
  findings.map(({ rule, start, end }) => [rule, codePoints(text, start), codePoints(text, end)]);
const leftIn = (text, leftovers) =>
  leftovers.map(({ kind, start, end, is_sure: isSure }) => [kind, codePoints(text, start), codePoints(text, end), isSure]);

const calls = {
  book: (given) => ((book = given), null),
  data: (given) => ((data = given), null),
  countSegments,
  dropAccents,
  checkText: (text, channel, language) => located(text, checkText(text, channel, language, book)),
  findLeftovers: (text, rows, holes) => leftIn(text, findLeftovers(text, rows, holes)),
  splitQuestions: (text) => splitQuestions(text).map((clause) => clause.text),
  readChatwoot,
  isSameConversation,
  readFragment,
  writeFragment,
  // `cores` holds paths; what the desk loads is kept in `loaded`.
  open: (given) => {
    loaded.length = 0;
    const load = async (path) => (loaded.push(path), JSON.parse(readFileSync(path, "utf8")));
    desk = openDesk({ ...given, load });
    return null;
  },
  loaded: () => loaded.length,
  suggest: async (message, options) => {
    const made = await desk.suggest(message, options);
    return { ...desk.asJson(made), parts: made.parts };
  },
  renderReply: (id, language, options) => {
    const script = data.scripts.find((one) => one.id === id && one.language === language);
    const reply = renderReply(script, { ...options, data });
    return { ...reply, findings: located(reply.text, reply.findings), leftovers: leftIn(reply.text, reply.leftovers) };
  },
};

let input = "";
for await (const chunk of process.stdin) input += chunk;
const results = [];
for (const [name, ...rest] of JSON.parse(input)) results.push(await calls[name](...rest));
process.stdout.write(JSON.stringify(results));
