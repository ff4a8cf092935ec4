// The top of a reply: its title with the star, and what it is written for: channel, form, day and country of the order.

import { make } from "../../browser_code/elements.js";
import { formsOf } from "./articles.js";
import { button, fill, select } from "./elements.js";

/**
 * `context`: {data, settings, memory, root, onKept()}; `state` is the reply's. `onTurn(changes)`, `onDay(day)` and
 * `onMarket(code)` are told what the agent chose. Gives {node, market}, the second null where no market matters.
 */
export function makeHead(script, { context, state, onTurn, onDay, onMarket }) {
  const { data, settings, memory } = context;
  const { words } = settings;
  const { answer, channel, form: formNow } = state.chosen();
  const isScript = answer.kind !== "article";
  const page = make("a", { href: context.root + answer.url, target: "_blank", rel: "noreferrer" }, words.open_page);
  const title = make("div", { class: "kb-desk__head" }, make("h3", { tabindex: "-1", lang: script.language }, answer.title), isScript ? starButton(answer.id) : null);
  const row = make("div", { class: "kb-desk__picks" }, channelPick());
  if (!isScript) {
    const forms = formsOf(state.target(), state.channel()).map((form) => [form, words[`form_${form}`]]);
    if (forms.length > 1) row.append(select(words.form, forms, forms.some(([form]) => form === formNow) ? formNow : forms[0][0], (form) => onTurn({ form })));
  }
  if (state.isDated()) row.append(dayField());
  const market = state.isOfMarket() ? state.markets.pick(state.marketNow(), onMarket) : null;
  if (market) row.append(market.node);
  row.append(make("p", { class: "kb-desk__page" }, page));
  return { node: make("header", {}, title, row), market };

  function starButton(id) {
    const made = button("", () => {
      memory.toggleFavourite(id);
      show();
      context.onKept();
    }, { class: "kb-desk__star", "aria-label": words.favourite, title: words.favourite });
    const show = () => {
      made.setAttribute("aria-pressed", String(memory.isFavourite(id)));
      made.textContent = memory.isFavourite(id) ? "★" : "☆";
    };
    show();
    return made;
  }

  function channelPick() {
    const isOwn = (id) => !script.channels.length || script.channels.includes(id);
    const ids = [...new Set([...settings.channels, channel])].filter((id) => data.channels[id]);
    const choices = [...ids.filter(isOwn), ...ids.filter((id) => !isOwn(id))]
      .map((id) => [id, isOwn(id) ? state.channelName(id) : fill(words.not_meant, { channel: state.channelName(id) })]);
    return select(words.sent_on, choices, channel, (id) => onTurn({ channel: id }));
  }

  function dayField() {
    const input = make("input", { type: "date", max: state.days.today(), "data-kb-desk-day": "true", title: words.ordered_hint });
    input.value = state.orderedOn();
    input.addEventListener("change", () => {
      onDay(input.value);
      input.value = state.orderedOn();
    });
    return make("label", { class: "kb-desk__field" }, make("span", {}, words.ordered_on), input);
  }
}
