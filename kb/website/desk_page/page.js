// The desk's page: the message on one side, the reply on the other. Needs reading.js, scorer.js and guess.js
// before it. A message lives in this page's memory alone: not in an address, a request or a store.

import { answerNodes, inShownOrder, keptNodes, summaryOf } from "./answers.js";
import { CHATWOOT_REQUEST, readChatwoot, readFragment } from "./arrivals.js";
import { makeComposer } from "./composer.js";
import { button, fill, isTyping, make, select } from "./elements.js";
import { loadDesk } from "./load.js";
import { openMemory } from "./memory.js";
import { originsFor } from "./origins.js";
import { forgetOffline, keepOffline } from "./offline.js";
import { readTurns, writeTurns } from "./turns.js";

const PAUSE = 60;
const READ = 20000;
const WORKER = "worker.js";

const place = document.querySelector("[data-kb-desk]");
const part = (name) => place.querySelector(`[data-kb-desk-${name}]`);
const settings = JSON.parse(place.dataset.settings);
const { words } = settings;
const memory = openMemory();
const field = place.querySelector("textarea");
const isFramed = window.parent !== window;
const picks = Object.fromEntries(["language", "channel", "variant", "stage"].map((name) => [name, memory.get(name)]));

let desk = null;
let telling = () => true;
let composer = null;
let arrived = null; // {turns, written, values}: what a helpdesk handed over, until the agent changes it
let shown = []; // what the number keys take
let timer = 0;
let isRunning = false;
let isWanted = false;

function say(text, isSeen = false) {
  part("status").textContent = "";
  part("status").textContent = text;
  const toast = place.querySelector(".kb-desk__toast") ?? place.appendChild(make("p", { class: "kb-desk__toast", "aria-hidden": "true" }));
  toast.textContent = text;
  toast.dataset.on = String(Date.now());
  toast.classList.add("kb-desk__toast--on");
  const mine = toast.dataset.on;
  setTimeout(() => { if (toast.dataset.on === mine) toast.classList.remove("kb-desk__toast--on"); }, isSeen ? 2500 : 4000);
}

// ---- the pickers ---------------------------------------------------------------------------------

function showPicks(data) {
  const channelName = (id) => data.channels[id].names[settings.language] ?? data.channels[id].names.en ?? id;
  const channels = [...new Set([...settings.channels, picks.channel])].filter((id) => id && data.channels[id]);
  const rows = [
    ["language", words.language, [["", words.any_language], ...Object.entries(settings.languages)]],
    ["channel", words.channel, [["", words.any_channel], ...channels.map((id) => [id, channelName(id)])]],
    ["variant", words.variant, [["", words.any_variant], ...Object.entries(settings.variants)]],
    ["stage", words.stage, [["", words.any_stage], ...Object.entries(settings.stages)]],
  ];
  part("picks").replaceChildren(...rows.map(([name, label, choices]) => select(label, choices, picks[name], (value) => pick(name, value), { "data-pick": name })));
}

function pick(name, value) {
  picks[name] = value;
  memory.set(name, value);
  if (name === "channel" || name === "variant") composer.pick(picks);
  suggest();
}

// ---- suggesting ----------------------------------------------------------------------------------

function messageNow() {
  return arrived && arrived.written === field.value ? arrived.turns : readTurns(field.value);
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
  if (!field.value.trim()) return showKept();
  const started = performance.now();
  const { language, channel, stage } = picks;
  const made = await desk.suggest(messageNow(), { language: language || undefined, channel: channel || undefined, stage: stage || undefined });
  if (isWanted) return undefined;
  settings.shownLanguage = made.language;
  shown = inShownOrder(made).map((answer) => ({ ...answer, indexLanguage: made.language }));
  const take = (answer) => takeAnswer({ ...answer, indexLanguage: made.language });
  const nodes = summaryOf(made, { settings });
  if (field.value.length > READ) nodes.push(make("span", { class: "kb-desk__team" }, words.cut));
  part("summary").replaceChildren(...nodes);
  part("answers").replaceChildren(...answerNodes(made, { settings, onTake: take, isTelling: (word) => telling(word, made.language) }));
  markChosen();
  performance.measure("kb-desk", { start: started, detail: made.answers.length });
  return made;
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
  for (const one of place.querySelectorAll(".kb-desk__pick")) {
    if (one.dataset.id === taken) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
}

function leaveReply() {
  taken = "";
  composer.clear();
}

/** A whole new message: what was chosen for the last customer must not be sent to this one. */
async function newMessage(text, { keepsReply = false } = {}) {
  if (!keepsReply) leaveReply();
  field.value = text;
  await suggest();
}

// ---- keys and pasting ----------------------------------------------------------------------------

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? "";
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      composer.send(event.shiftKey);
    } else if (digit && (event.altKey && !event.ctrlKey && !event.metaKey || isPlain && !event.shiftKey && !isTyping(event.target))) {
      const answer = shown[Number(digit) - 1];
      if (!answer) return;
      event.preventDefault();
      takeAnswer(answer);
    } else if (event.key === "Escape" && isPlain && place.contains(event.target)) {
      field.focus();
      field.select();
    } else if (isPlain && event.key.length === 1 && !digit && event.key !== " " && event.target.closest?.("[data-kb-desk-answers]")) {
      field.focus(); // a word that is typed on the list belongs to the message
    }
  });
}

function startField() {
  field.addEventListener("input", (event) => {
    arrived = arrived && arrived.written === field.value ? arrived : arrived && { ...arrived, written: null };
    clearTimeout(timer);
    if (event.inputType === "insertFromPaste") return;
    timer = setTimeout(suggest, PAUSE);
  });
  // Pasted over everything, or anywhere on the page: a new customer.
  document.addEventListener("paste", (event) => {
    const isInField = event.target === field;
    if (!isInField && isTyping(event.target)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    const isWhole = !isInField || field.selectionEnd - field.selectionStart === field.value.length;
    if (!isWhole) {
      timer = setTimeout(suggest);
      return;
    }
    event.preventDefault();
    arrived = null;
    newMessage(text.replace(/\r\n?/g, "\n").slice(0, field.maxLength)).then(() => (part("answers").querySelector("button") ?? field).focus());
  });
}

// ---- from an address, or from a helpdesk around the page -------------------------------------------

function readAddress() {
  const { message, language, channel } = readFragment(location.hash);
  if (!message && !language && !channel) return false;
  if (settings.languages[language]) picks.language = language;
  if (channel) picks.channel = channel;
  try {
    history.replaceState(history.state, "", location.pathname + location.search); // the message leaves the address bar
  } catch {
    /* a frame that may not */
  }
  arrived = null;
  if (message) newMessage(message);
  return true;
}

function startArrivals(data) {
  window.addEventListener("hashchange", () => readAddress() && showPicks(data));
  window.addEventListener("message", (event) => {
    const told = readChatwoot(event, originsFor(event.origin, settings.origins));
    if (!told.refused) arrive(told, data);
    else if (told.refused === "origin" && typeof event.data === "string" && event.data.includes("appContext")) {
      banner(fill(words.refused_origin, { origin: event.origin }));
    } else if (told.refused === "unreadable" || told.refused === "empty") banner(words[`refused_${told.refused}`]);
  });
  if (!isFramed) return;
  document.documentElement.classList.add("kb-framed");
  window.parent.postMessage(CHATWOOT_REQUEST, "*"); // it says nothing but that a page is here
}

function arrive({ turns, channel, values }, data) {
  banner("");
  const written = writeTurns(turns, words);
  if (arrived && arrived.written === written && field.value === written) return;
  const before = arrived?.turns.at(-1)?.text;
  const isSame = Boolean(arrived) && arrived.values.customer_name === values.customer_name && turns.some((turn) => turn.text === before);
  arrived = { turns, written, values };
  if (channel && data.channels[channel] && !isSame) {
    picks.channel = channel;
    showPicks(data);
  }
  newMessage(written, { keepsReply: isSame });
}

function banner(text) {
  part("banner").textContent = text;
  part("banner").hidden = !text;
}

// ---- beginning -----------------------------------------------------------------------------------

function showFoot() {
  const forget = button(words.forget, () => {
    memory.forget();
    forgetOffline(WORKER);
    for (const name of Object.keys(picks)) picks[name] = "";
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
  if (picks.channel && !data.channels[picks.channel]) picks.channel = "";
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
  startKeys();
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
