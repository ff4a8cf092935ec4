// Runs the browser's code on cases from standard input: [[function, ...arguments], …] → [result, …].
import { checkText } from "../../kb/desk/browser/rules.js";
import { countSegments } from "../../kb/desk/browser/sms.js";
import { dropAccents } from "../../kb/desk/browser/writing.js";
import { renderReply } from "../../kb/desk/browser/reply.js";

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
  renderReply: (id, language, options) => {
    const script = data.scripts.find((one) => one.id === id && one.language === language);
    const reply = renderReply(script, { ...options, data });
    return { ...reply, findings: located(reply.text, reply.findings) };
  },
};

let input = "";
for await (const chunk of process.stdin) input += chunk;
const results = JSON.parse(input).map(([name, ...rest]) => calls[name](...rest));
process.stdout.write(JSON.stringify(results));
