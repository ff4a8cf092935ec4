// The desk's page: the message on one side, the reply on the other. A message lives in this page's memory alone: not in
// an address, a request or a store.

import { all, make, one } from "../../browser_code/elements.js";
import { cut } from "../../text/browser/letters.js";
import { LONGEST_MESSAGE } from "../browser/clauses.js";
import { writeTurns } from "../browser/transcript.js";
import { answerNodes, inShownOrder, keptNodes, summaryOf } from "./answers.js";
import { CHATWOOT_REQUEST, isSameConversation, readChatwoot, readFragment } from "../browser/arrivals.js";
import { makeComposer } from "./composer.js";
import { button, fill, select } from "./elements.js";
import { isWriting, startKeys } from "./keys.js";
import { loadDesk } from "./load.js";
import { openMemory } from "./memory.js";
import { originsFor } from "./origins.js";
import { forgetOffline, keepOffline } from "./offline.js";
import { makeReading } from "./reading.js";
import { banner, say } from "./saying.js";

const PAUSE = 60;
const MOST_REPLACED = 10;
const WORKER = "worker.js";

const place = one("[data-kb-desk]");
const part = (name) => one(`[data-kb-desk-${name}]`, place);
const settings = JSON.parse(place.dataset.settings);
const { words } = settings;
const memory = openMemory();
const field = place.querySelector("textarea");
const isFramed = window.parent !== window;
const picks = rememberedPicks();

let desk = null;
/** @type {(word: string, language: string) => boolean} */
let telling = () => true;
let composer = null;
const reading = makeReading(part("read"), { settings, onChange: () => suggest(), onUndoChannel: (channel) => pickForOne(channel) });
let arrived = null; // {turns, written, values, ids}: what a helpdesk handed over; `written` null once the agent changed it
let replaced = []; // what stood here before each paste, the newest last
let put = null; // the message as the last paste left it: Ctrl+Z there brings back what the paste replaced
let shown = []; // what the number keys take
let timer = 0;
let isRunning = false;
let isWanted = false;

// ---- the pickers ---------------------------------------------------------------------------------

/** Language and channel are the agent's; class and stage are one customer's and never remembered. */
function rememberedPicks() {
  return { language: memory.get("language"), channel: memory.get("channel"), variant: "", stage: "" };
}

const channelName = (data, id) => data.channels[id].names[settings.language] ?? data.channels[id].names.en ?? id;

function showPicks(data) {
  // Remembered from an older build, perhaps.
  if (!Object.hasOwn(data.channels, picks.channel)) picks.channel = "";
  if (!Object.hasOwn(settings.languages, picks.language)) picks.language = "";
  const channels = [...new Set([...settings.channels, picks.channel])].filter((id) => id && data.channels[id]);
  const rows = [
    ["language", words.language, [["", words.any_language], ...Object.entries(settings.languages)]],
    ["channel", words.channel, [["", words.any_channel], ...channels.map((id) => [id, channelName(data, id)])]],
    ["variant", words.variant, [["", words.any_variant], ...Object.entries(settings.variants)]],
    ["stage", words.stage, [["", words.any_stage], ...Object.entries(settings.stages)]],
  ];
  part("picks").replaceChildren(...rows.map(([name, label, choices]) => select(label, choices, picks[name], (value) => pick(name, value), { "data-pick": name })));
}

function pick(name, value) {
  picks[name] = value;
  if (name === "language" || name === "channel") memory.set(name, value);
  if (name === "channel") {
    banner("");
    reading.channelChosen();
  }
  if (name === "channel" || name === "variant") composer.pick(picks);
  suggest();
}

/** A channel for this customer alone. */
function pickForOne(channel) {
  picks.channel = channel;
  showPicks(composer.data);
  composer.pick(picks);
  suggest();
}

// ---- suggesting ----------------------------------------------------------------------------------

/** Is the message what a helpdesk handed over, as it did? */
const isHandedOver = () => Boolean(arrived) && arrived.written === field.value;

function messageNow() {
  return isHandedOver() ? arrived.turns : reading.turns(cut(field.value, LONGEST_MESSAGE));
}

async function suggest() {
  clearTimeout(timer);
  isWanted = true;
  if (isRunning) return;
  isRunning = true;
  while (isWanted) {
    isWanted = false;
    try {
      await suggestOnce();
    } catch (error) { // of this message alone: one that was typed meanwhile is answered
      part("summary").textContent = words.failed;
      console.error(error);
    }
  }
  isRunning = false;
}

async function suggestOnce() {
  reading.show(isHandedOver() ? "" : cut(field.value, LONGEST_MESSAGE));
  if (!field.value.trim()) return showKept();
  const started = performance.now();
  const { language, channel, stage } = picks;
  const made = await desk.suggest(messageNow(), { language: language || undefined, channel: channel || undefined, stage: stage || undefined });
  if (isWanted) return undefined;
  settings.shownLanguage = made.language;
  shown = inShownOrder(made).map((answer) => ({ ...answer, indexLanguage: made.language }));
  const take = (answer) => takeAnswer({ ...answer, indexLanguage: made.language });
  const nodes = summaryOf(made, { settings, root: place.dataset.root, onLanguage: chooseLanguage });
  if (cut(field.value, LONGEST_MESSAGE) !== field.value) nodes.push(make("span", { class: "kb-desk__team" }, words.cut));
  part("summary").replaceChildren(...nodes);
  part("answers").replaceChildren(...answerNodes(made, { settings, onTake: take, isTelling: (word) => telling(word, made.language) }));
  markChosen();
  performance.measure("kb-desk", { start: started, detail: made.answers.length });
  return made;
}

/** The agent says which of two languages it is: for this customer alone. */
async function chooseLanguage(code) {
  picks.language = code;
  showPicks(composer.data);
  await suggest();
  (part("answers").querySelector("button") ?? field).focus();
}

function showKept() {
  const language = picks.language || settings.language;
  const rows = (ids, isFavourite) => ids.map((id) => desk.script(id, language)).filter(Boolean)
    .map((script) => ({ kind: "script", id: script.id, language: script.language, title: script.title, url: script.url, indexLanguage: script.language, isFavourite }));
  const favourites = rows(memory.favourites(), true);
  const recent = rows(memory.recent().filter((id) => !memory.isFavourite(id)), false);
  shown = [...favourites, ...recent];
  part("summary").textContent = words.paste;
  part("answers").replaceChildren(...keptNodes(shown, { settings, onTake: takeAnswer }));
}

// ---- taking an answer ----------------------------------------------------------------------------

let taken = "";

function takeAnswer(answer) {
  taken = answer.id;
  composer.open(answer, { channel: picks.channel, variant: picks.variant, given: arrived?.values ?? {} });
  markChosen();
  composer.focus();
  if (matchMedia("(max-width: 59.9375em)").matches) part("reply").scrollIntoView({ block: "start" });
}

function markChosen() {
  for (const answer of all(".kb-desk__pick", place)) {
    if (answer.dataset.id === taken) answer.setAttribute("aria-current", "true");
    else answer.removeAttribute("aria-current");
  }
}

function leaveReply() {
  taken = "";
  composer.clear();
}

// ---- from one customer to the next ----------------------------------------------------------------

const isInUse = () => Boolean(field.value.trim()) || composer.isOpen();

/** Another customer: nothing that belongs to the last one may be sent to this one. `given` is picked for this one alone. */
function nextCustomer(given) {
  leaveReply();
  arrived = null;
  put = null;
  banner("");
  reading.reset();
  Object.assign(picks, given);
  showPicks(composer.data);
}

/** A whole new message in place of the one that is here, which can be brought back. */
async function replaceMessage(text, given = {}) {
  keepForUndo();
  // What was picked on the empty desk was picked for the customer who comes now.
  nextCustomer({ ...(isInUse() ? rememberedPicks() : {}), ...given });
  field.value = put = text;
  if (!given.channel) takeChannelOf(text);
  await suggest();
}

/** The channel that a copied conversation shows is picked for this customer. */
function takeChannelOf(text) {
  const channel = reading.channelOf(cut(text, LONGEST_MESSAGE));
  if (!Object.hasOwn(composer.data.channels, channel) || channel === picks.channel) return;
  reading.channelPicked(channelName(composer.data, channel), picks.channel);
  picks.channel = channel;
  showPicks(composer.data);
}

function keepForUndo() {
  if (!isInUse()) return;
  replaced = [...replaced, { text: field.value, arrived, picks: { ...picks }, taken, reply: composer.save() }].slice(-MOST_REPLACED);
  showUndo();
}

/** Bring back what the last paste replaced: message, choices, fields and text. */
async function undo() {
  const before = replaced.pop();
  if (!before) return;
  nextCustomer(before.picks);
  ({ arrived, taken } = before);
  field.value = put = before.text;
  composer.restore(before.reply);
  showUndo();
  field.focus();
  say(words.undone, true);
  await suggest();
}

function showUndo() {
  part("undo").hidden = !replaced.length;
}

/**
 * Typed over all that was selected: as good as a paste, but for the text, which the browser's own Ctrl+Z brings back.
 * In a panel the helpdesk says when another customer is there.
 */
function typedOver(event) {
  if (arrived || !field.value || field.selectionEnd - field.selectionStart < field.value.length) return;
  if (event.inputType === "insertCompositionText" || event.inputType?.startsWith("history")) return;
  keepForUndo();
  nextCustomer(rememberedPicks());
}

// ---- keys and pasting ----------------------------------------------------------------------------

function startField() {
  field.addEventListener("beforeinput", typedOver);
  field.addEventListener("compositionstart", typedOver);
  field.addEventListener("input", () => {
    arrived = arrived && arrived.written === field.value ? arrived : arrived && { ...arrived, written: null };
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  // A paste is the next customer, wherever on the page the cursor stands: two messages in one would be answered as one.
  document.addEventListener("paste", (event) => {
    if (isWriting(event.target, field)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    event.preventDefault();
    const message = text.replace(/\r\n?/g, "\n").slice(0, field.maxLength).replace(/[\ud800-\udbff]$/, "");
    replaceMessage(message).then(() => (part("answers").querySelector("button") ?? field).focus());
  });
  part("undo").textContent = words.undo;
  part("undo").addEventListener("click", undo);
}

// ---- from an address, or from a helpdesk around the page -------------------------------------------

function readAddress() {
  const { message, language, channel } = readFragment(location.hash);
  if (!message && !language && !channel) return false;
  // For this message alone: the next customer may write in another language.
  const given = {
    ...(Object.hasOwn(settings.languages, language) && { language }),
    ...(Object.hasOwn(composer.data.channels, channel) && { channel }),
  };
  try {
    history.replaceState(history.state, "", location.pathname + location.search); // the message leaves the address bar
  } catch {
    /* a frame that may not */
  }
  if (message) replaceMessage(message, given);
  else {
    Object.assign(picks, given);
    showPicks(composer.data);
  }
  return Boolean(message);
}

function startArrivals(data) {
  window.addEventListener("hashchange", () => readAddress() || suggest());
  window.addEventListener("message", (event) => {
    const told = readChatwoot(event, originsFor(event.origin, settings.origins));
    if (told.refused === "unrelated") return;
    if (told.refused !== "origin") arrive(told, data);
    else if (typeof event.data === "string" && event.data.includes("appContext")) {
      banner(fill(words.refused_origin, { origin: event.origin }));
    }
  });
  if (!isFramed) return;
  document.documentElement.classList.add("kb-framed");
  window.parent.postMessage(CHATWOOT_REQUEST, "*"); // it says nothing but that a page is here
}

/**
 * A conversation came into view, or the one in view went on. What is not surely the same one is another customer's.
 * @param {ReturnType<typeof readChatwoot>} told
 * @param {any} data
 */
function arrive({ refused, turns = [], channel = "", values = {}, ids }, data) {
  const isSame = Boolean(arrived) && isSameConversation(arrived.ids, ids);
  const known = Object.hasOwn(data.channels, channel) ? channel : "";
  if (!isSame) {
    replaced = []; // what was written to another conversation is not brought back into this one
    showUndo();
    nextCustomer({ language: "", channel: known, variant: "", stage: "" });
  }
  if (refused) banner(words[`refused_${refused}`]);
  else banner(known || picks.channel ? "" : words.unknown_inbox);
  if (refused && isSame) return;
  const written = turns.length ? writeTurns(turns, words) : "";
  const isShown = isSame && arrived.written === written && field.value === written;
  arrived = { turns, written, values, ids };
  if (isShown) return;
  field.value = written;
  put = null;
  suggest();
}

// ---- beginning -----------------------------------------------------------------------------------

function showFoot() {
  const forget = button(words.forget, () => {
    memory.forget();
    forgetOffline(WORKER);
    for (const name of Object.keys(picks)) picks[name] = "";
    replaced = [];
    showUndo();
    showPicks(composer.data);
    suggest();
    say(words.forgotten, true);
  }, { class: "kb-desk__small" });
  part("foot").replaceChildren(make("p", { class: "kb-desk__keys" }, words.keys), make("p", {}, words.private, " ", forget));
}

async function start() {
  const { desk: opened, data, warm, isTelling } = await loadDesk(place.dataset.root, settings.manifest);
  desk = opened;
  telling = isTelling;
  composer = makeComposer(part("sheet"), {
    desk, data, settings, memory, root: place.dataset.root, say,
    message: () => field.value,
    onKept: () => { if (!field.value.trim()) showKept(); },
    onCopied: () => { field.focus({ preventScroll: !matchMedia("(min-width: 60em)").matches }); field.select(); },
  });
  composer.data = data;
  composer.clear();
  await warm(settings.language);
  showFoot();
  field.disabled = false;
  startKeys({
    place, field, take: takeAnswer, answer: (number) => shown[number - 1], send: composer.send,
    undo, canUndo: () => replaced.length > 0, isUntouched: () => field.value === put,
  });
  startField();
  const isAsked = readAddress();
  showPicks(data);
  if (!isAsked) suggest();
  if (!isFramed) field.focus();
  startArrivals(data);
  place.dataset.ready = "true";
  for (const code of Object.keys(settings.languages)) await warm(code);
  keepOffline(WORKER, () => (place.dataset.kept = "true"));
}

start().catch((error) => {
  part("summary").textContent = words.failed;
  console.error(error);
});
