// What the agent should know beside a reply and never send: limits, the note on the article, procedures, notices of today,
// hours and window of the channel. None of it is part of any text that is copied.

import { make } from "../../browser_code/elements.js";
import { counted } from "./elements.js";

/**
 * `open` is {answer, channel, market}; `context`: {beside, data, settings, root, today()}, where `beside` is what
 * kb/website/output/desk_beside.py wrote. Gives the nodes of the panel; none where there is nothing to say.
 */
export function forYouNodes({ answer, channel, market }, { beside, data, settings, root, today }) {
  const { words } = settings;
  const { limits, notes, procedures } = beside.answers[answer.id] ?? { limits: [], notes: [], procedures: [] };
  const isHere = (id) => !beside.texts[id].channels.length || beside.texts[id].channels.includes(channel);
  const link = (id) => make("a", { href: root + beside.texts[id].url, target: "_blank", rel: "noreferrer", lang: beside.texts[id].language }, beside.texts[id].title);
  const section = (name, rows) => (rows.length ? make("section", {}, make("h4", {}, name), make("ul", {}, ...rows)) : null);

  const isNow = ({ first, last, markets }) => first <= today() && today() <= last && (!market || !markets.length || markets.includes(market));
  const notice = ({ names, text, url }) => make("li", {}, names.length ? make("b", {}, `${names.join(", ")}: `) : null, url ? make("a", { href: root + url, target: "_blank", rel: "noreferrer" }, text) : text);
  const noteOn = (id) => make("details", { class: "kb-desk__note" }, make("summary", {}, beside.texts[id].title),
    make("ul", { lang: beside.texts[id].language }, ...beside.texts[id].lines.map((line) => make("li", {}, line))), make("p", {}, link(id)));

  const told = channelRows(data.channels[channel] ?? {}, settings);
  const nodes = [
    section(words.limits, limits.filter(([id]) => isHere(id)).map(([id, line]) => make("li", {}, make("span", { lang: beside.texts[id].language }, line), " ", make("span", { class: "kb-desk__source" }, link(id))))),
    ...notes.map(noteOn),
    section(words.procedures, procedures.filter(isHere).map((id) => make("li", {}, link(id)))),
    section(words.notices, beside.notices.filter(isNow).map(notice)),
    section(data.channels[channel]?.names[settings.language] ?? channel, told.map((row) => make("li", {}, row))),
  ].filter(Boolean);
  return nodes.length ? [make("h3", {}, words.for_you), ...nodes] : [];
}

/** What the register says of a channel and an agent must know while writing. */
function channelRows({ hours, reply_within_minutes: minutes, window_hours: window, in_a_row: row }, { words }) {
  const says = (name, value) => `${words[`channel_${name}`]}: ${value}`;
  return [
    hours ? says("hours", hours.replace("-", "–")) : "",
    minutes ? says("reply_within", counted(words, "channel_minutes", minutes)) : "",
    window ? says("window", counted(words, "channel_window_hours", window)) : "",
    row ? says("in_a_row", row) : "",
  ].filter(Boolean);
}
