// What answers the message, as a numbered list: the number is the key that takes it.

import { make } from "../../browser_code/elements.js";
import { SHORT } from "../browser/replies.js";
import { button, fill, shorten } from "./elements.js";
import { teamName } from "./labels.js";

const MOST_WORDS = 8;

/** The answers in the order in which they are shown: those of one question stand together. */
export function inShownOrder(made) {
  if (made.short_reply) return [shortAnswer(made)];
  return (made.answers.length ? made.answers : made.closest).map((answer, place) => [answer, place])
    .sort(([a, i], [b, j]) => a.part - b.part || i - j)
    .map(([answer]) => answer);
}

/**
 * Language, topic, severity, team and mood, as far as the message tells; nodes for the line above the list. Where it may
 * be in two languages, a button for each: `onLanguage(code)` is called with what the agent chose. `rules`: what is to be
 * done with customers in a mood, [{moods, title, url}].
 */
export function summaryOf(made, { settings, onLanguage, root }) {
  const { words } = settings;
  const nodes = [];
  const mark = (text, kind = "") => nodes.push(make("span", { class: `kb-mark${kind && ` kb-mark--${kind}`}` }, text), " ");
  if (made.languages.length > 1) nodes.push(languageChoice(made.languages, settings, onLanguage));
  else mark(settings.languages[made.language] ?? made.language);
  if (made.mood) {
    mark(words[`mood_${made.mood}`], "now");
    for (const rule of settings.escalation.filter(({ moods }) => moods.includes(made.mood))) {
      nodes.push(make("a", { class: "kb-desk__rule", href: root + rule.url, target: "_blank", rel: "noreferrer" }, fill(words.escalation, { title: rule.title })), " ");
    }
  }
  if (made.topic) mark(settings.topics[made.topic] ?? made.topic, "own");
  const severe = { high: "soon", urgent: "now" }[made.severity] ?? "";
  if (made.topic) mark(words[`severity_${made.severity}`] ?? made.severity, severe);
  if (made.team) nodes.push(make("span", { class: "kb-desk__team" }, fill(words.team, { team: teamName(made.team, words) })));
  return nodes;
}

/** The short answer to small talk, to be taken like any other. */
const shortAnswer = ({ small_talk, short_reply, language }) => ({
  kind: "short", id: `${SHORT}${small_talk}`, language, title: short_reply, url: "", topic: "", certainty: "closest", matched: [], part: 0,
});

function languageChoice(codes, settings, onLanguage) {
  const buttons = codes.map((code) => button(settings.languages[code] ?? code, () => onLanguage(code), { class: "kb-desk__small", "data-language": code }));
  return make("span", { class: "kb-desk__languages", role: "group", "aria-label": settings.words.two_languages }, `${settings.words.two_languages} `, ...buttons.flatMap((one) => [one, " "]));
}

/** The list, or who is to be asked. `context`: {settings, onTake(answer), onAdd(answer)}: what the agent chose, alone or with the open reply. */
export function answerNodes(made, context) {
  if (!made.answers.length) return nothingFits(made, context);
  const shown = inShownOrder(made);
  const groups = made.parts.map((part, number) => {
    const items = shown.filter((answer) => answer.part === number)
      .map((answer) => answerItem(answer, shown.indexOf(answer) + 1, context));
    return made.parts.length > 1
      ? make("section", { class: "kb-desk__part" }, make("h3", {}, `“${shorten(part, 120)}”`), list(items, shown.filter((a) => a.part < number).length + 1))
      : list(items, 1);
  });
  return groups;
}

function nothingFits(made, context) {
  const { words } = context.settings;
  if (made.small_talk) {
    const told = make("div", { class: "kb-desk__nothing" }, make("p", {}, make("strong", {}, words.small_talk)));
    return made.short_reply ? [told, list([answerItem(shortAnswer(made), 1, context)], 1)] : [told];
  }
  const nodes = [make("div", { class: "kb-desk__nothing" }, make("p", {}, make("strong", {}, words.nothing)), make("p", {}, words.ask_lead))];
  if (made.closest.length) {
    const items = made.closest.map((answer, place) => answerItem(answer, place + 1, context));
    nodes.push(make("section", { class: "kb-desk__part kb-desk__part--closest" }, make("h3", {}, words.closest), list(items, 1)));
  }
  return nodes;
}

const list = (items, start) => make("ol", { class: "kb-desk__list", start: start > 1 ? start : null }, ...items);

function answerItem(answer, number, { settings, onTake, onAdd, glossOf }) {
  const { words } = settings;
  const gloss = glossOf(answer);
  const kind = make("span", { class: `kb-mark${answer.kind === "article" ? " kb-mark--class" : ""}` }, words[`kind_${answer.kind}`]);
  const topic = settings.topics[answer.topic] ?? answer.topic;
  const sure = answer.certainty === "closest" ? null
    : make("span", { class: `kb-desk__sure kb-desk__sure--${answer.certainty}`, "data-certainty": answer.certainty }, words[answer.certainty]);
  const told = answer.telling ?? [];
  const why = answer.matched.length
    ? make("span", { class: "kb-desk__why" }, `${words.matched} `, ...spaced((told.length ? told : answer.matched).slice(0, MOST_WORDS)))
    : null;
  const parts = [
    numberKey(number),
    make("span", { class: "kb-desk__what" },
      make("span", { class: "kb-desk__title", lang: answer.language }, answer.title),
      gloss ? make("span", { class: "kb-desk__line", lang: settings.language }, gloss) : null,
      make("span", { class: "kb-desk__line" }, kind, topic ? make("span", {}, topic) : null,
        answer.language !== settings.shownLanguage ? make("span", {}, settings.languages[answer.language] ?? answer.language) : null,
        answer.is_chosen ? make("span", { class: "kb-desk__chosen" }, words.chosen) : null, sure),
      why),
  ];
  const item = pickItem(parts, () => onTake(answer), answer.id, number);
  const label = fill(words.add, { title: answer.title });
  item.append(button("+", () => onAdd(answer), { class: "kb-desk__add", "aria-label": label, title: label, "aria-keyshortcuts": `Shift+${number}` }));
  return item;
}

const spaced = (found) => found.flatMap((word, place) => [place ? " · " : "", make("b", {}, word)]);
const numberKey = (number) => (number <= 9 ? make("kbd", { class: "kb-desk__key" }, String(number)) : null);

function pickItem(parts, onClick, id, number) {
  const made = button("", onClick, { class: "kb-desk__pick", "data-id": id, "aria-keyshortcuts": number <= 9 && String(number) });
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
      () => onTake(row), row.id, rows.indexOf(row) + 1)), rows.indexOf(found[0]) + 1))
    : null);
  return [section(words.favourites, rows.filter((row) => row.isFavourite)), section(words.recent, rows.filter((row) => !row.isFavourite))]
    .filter(Boolean);
}
