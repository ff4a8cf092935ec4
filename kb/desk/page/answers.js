// What answers the message, as a numbered list: the number is the key that takes it.

import { make } from "../../browser_code/elements.js";
import { button, fill, shorten } from "./elements.js";

const MOST_WORDS = 8;

/** The answers in the order in which they are shown: those of one question stand together. */
export function inShownOrder(made) {
  return made.answers.map((answer, place) => [answer, place])
    .sort(([a, i], [b, j]) => a.part - b.part || i - j)
    .map(([answer]) => answer);
}

/** Language, topic, severity and team, or an honest “nothing fits”; nodes for the line above the list. */
export function summaryOf(made, { settings }) {
  const { words } = settings;
  const nodes = [];
  const mark = (text, kind = "") => nodes.push(make("span", { class: `kb-mark${kind && ` kb-mark--${kind}`}` }, text), " ");
  mark(settings.languages[made.language] ?? made.language);
  if (made.topic) mark(settings.topics[made.topic] ?? made.topic, "own");
  const severe = { high: "soon", urgent: "now" }[made.severity] ?? "";
  if (made.topic) mark(words[`severity_${made.severity}`] ?? made.severity, severe);
  if (made.team) nodes.push(make("span", { class: "kb-desk__team" }, fill(words.team, { team: made.team })));
  return nodes;
}

/** The list, or who is to be asked. `onTake(answer)` is called with what the agent chose. */
export function answerNodes(made, { settings, onTake, isTelling }) {
  const { words } = settings;
  if (!made.answers.length) return [nothingFits(made, words)];
  const shown = inShownOrder(made);
  const groups = made.parts.map((part, number) => {
    const items = shown.filter((answer) => answer.part === number)
      .map((answer) => answerItem(answer, shown.indexOf(answer) + 1, { settings, onTake, isTelling }));
    return made.parts.length > 1
      ? make("section", { class: "kb-desk__part" }, make("h3", {}, `“${shorten(part, 120)}”`), list(items, shown.filter((a) => a.part < number).length + 1))
      : list(items, 1);
  });
  return groups;
}

function nothingFits(made, words) {
  const team = made.team ? fill(words.ask_team, { team: made.team }) : words.ask_colleague;
  return make("div", { class: "kb-desk__nothing" }, make("p", {}, make("strong", {}, words.nothing)), make("p", {}, team));
}

const list = (items, start) => make("ol", { class: "kb-desk__list", start: start > 1 ? start : null }, ...items);

function answerItem(answer, number, { settings, onTake, isTelling }) {
  const { words } = settings;
  const kind = make("span", { class: `kb-mark${answer.kind === "article" ? " kb-mark--class" : ""}` }, words[`kind_${answer.kind}`]);
  const topic = settings.topics[answer.topic] ?? answer.topic;
  const sure = make("span", { class: "kb-desk__sure" },
    make("meter", { class: "kb-desk__meter", min: 0, max: 100, value: answer.confidence, "aria-hidden": "true" }), `${answer.confidence} %`);
  const told = answer.matched.filter(isTelling);
  const why = answer.matched.length
    ? make("span", { class: "kb-desk__why" }, `${words.matched} `, ...spaced((told.length ? told : answer.matched).slice(0, MOST_WORDS)))
    : null;
  const parts = [
    numberKey(number),
    make("span", { class: "kb-desk__what" },
      make("span", { class: "kb-desk__title", lang: answer.language }, answer.title),
      make("span", { class: "kb-desk__line" }, kind, topic ? make("span", {}, topic) : null,
        answer.language !== settings.shownLanguage ? make("span", {}, settings.languages[answer.language] ?? answer.language) : null, sure),
      why),
  ];
  return pickItem(parts, () => onTake(answer), answer.id);
}

const spaced = (found) => found.flatMap((word, place) => [place ? " · " : "", make("b", {}, word)]);
const numberKey = (number) => (number <= 9 ? make("kbd", { class: "kb-desk__key", "aria-hidden": "true" }, String(number)) : null);

function pickItem(parts, onClick, id) {
  const made = button("", onClick, { class: "kb-desk__pick", "data-id": id });
  made.append(...parts.filter(Boolean));
  return make("li", {}, made);
}

/** Favourite and recent replies, for when no message is there. `rows` are [{id, title, isFavourite}]. */
export function keptNodes(rows, { settings, onTake }) {
  const { words } = settings;
  if (!rows.length) return [make("p", { class: "kb-desk__hint" }, words.empty)];
  const section = (title, found) => (found.length
    ? make("section", { class: "kb-desk__part" }, make("h3", {}, title), list(found.map((row) => pickItem(
      [numberKey(rows.indexOf(row) + 1), make("span", { class: "kb-desk__what" }, make("span", { class: "kb-desk__title" }, row.title))],
      () => onTake(row), row.id)), rows.indexOf(found[0]) + 1))
    : null);
  return [section(words.favourites, rows.filter((row) => row.isFavourite)), section(words.recent, rows.filter((row) => !row.isFavourite))]
    .filter(Boolean);
}
