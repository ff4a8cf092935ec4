// Everything the desk needs, fetched whatever the messages are: which files are asked for, and when, tells nothing of what
// customers write. What the first answer needs comes first: the index of one language. Then what a reply needs, then the others.

import { openReplies } from "../browser/replies.js";

const TRIES = 5;
const PAUSE = 3_000; // milliseconds before a file is asked for again; longer each time

/**
 * {desk, data, beside, isIn, whenIn, isWhole, listen, whole}: the desk; what desk_data exported, as far as it has come; what an agent who
 * reads the language `first` sees beside a reply (kb/website/output/desk_beside.py); isIn(language) says whether replies in
 * it can be written, whenIn(language) is a promise of that; listen(onMore) hears {answers: language} and {replies: language} as
 * they come; isWhole() says whether everything has; whole() fetches it, once, and is a promise of that. Answers are found by the worker at the address `answering`.
 */
export async function loadDesk(root, { manifest, answering, first }) {
  const base = new URL(root, location.href);
  const home = new URL(manifest, base);
  const early = /** @type {any} */ (globalThis).kbDeskEarly; // of early.js; not there where a browser refused it
  const ask = openThread(early?.thread ?? new Worker(new URL(answering, base)));
  const { names, files } = (await early?.asked.catch(() => null)) ?? { names: await getFile(home, "json", { cache: "no-cache" }), files: new Map() };
  const get = (name, kind) => getFile(new URL(name, home), kind, { begun: files.get(new URL(name, home).href) });
  const codes = [first, ...Object.keys(names.index).filter((code) => code !== first)];
  const listeners = /** @type {Function[]} */ ([]);
  const tell = (news) => listeners.forEach((hear) => hear(news));
  ask.hear((news) => news.whole && tell({ answers: news.whole }));

  const give = async (kind, code) => {
    const bytes = await get(names[kind][code], "arrayBuffer");
    ask.post({ type: "file", name: `${kind}-${code}`, bytes }, bytes);
  };
  const firstIndex = give("index", first);
  const [data, suggestions] = await Promise.all([get(names.data, "json"), get(names.suggestions, "arrayBuffer")]);
  Object.assign(data, { scripts: [], links: {} });
  ask.post({ type: "open", suggestions, characters: data.characters, languages: Object.keys(names.index) }, suggestions);
  await firstIndex;

  const replies = openReplies(data);
  const come = new Map();
  const common = once(() => get(names.replies, "text").then((text) => {
    const more = once(() => JSON.parse(text)); // a megabyte: read when the first reply is written
    for (const name of ["rules", "leftovers", "days"]) Object.defineProperty(data, name, { enumerable: true, get: () => more()[name] });
    Object.defineProperty(data.markets, "texts", { enumerable: true, get: () => more().markets });
  }));
  const texts = (code) => Promise.all([get(names.texts[code], "json"), common()]).then(([more]) => {
    replies.addTexts(code, more);
    come.get(code).isIn = true;
    come.get(code).give();
    tell({ replies: code });
  });
  for (const code of codes) {
    const one = /** @type {any} */ ({ isIn: false, isFound: false });
    one.whenIn = new Promise((resolve) => (one.give = resolve));
    come.set(code, one);
  }
  const restOf = async (code) => {
    const bytes = await get(names.rest[code], "arrayBuffer");
    const isWhole = new Promise((resolve) => ask.hear((news) => news.whole === code && resolve(undefined)));
    ask.post({ type: "rest", language: code, bytes }, bytes);
    await isWhole;
    come.get(code).isFound = true;
  };

  /** All of one language. */
  const language = (code) => Promise.all([code === first || give("index", code), restOf(code), texts(code), give("spelling", code)]);
  const beside = /** @type {any} */ ({ isHere: false, answers: {}, texts: {}, notices: [] });
  async function others() {
    await Promise.all([language(first), get(names.beside[first], "json").then((more) => Object.assign(beside, more, { isHere: true }))]);
    tell({ beside: true });
    for (const code of codes.slice(1)) await language(code);
  }

  return {
    data,
    beside,
    desk: {
      ...replies,
      suggest: (message, options) => ask({ type: "suggest", message, options }),
      titles: (languages) => ask({ type: "titles", languages }),
    },
    isIn: (code) => Boolean(come.get(code)?.isIn),
    whenIn: (code) => come.get(code)?.whenIn ?? Promise.resolve(),
    isWhole: () => codes.every((code) => come.get(code).isIn && come.get(code).isFound),
    listen: (onMore) => void listeners.push(onMore),
    whole: once(others),
  };
}

/** `make`, called once. */
function once(make) {
  let made;
  return () => (made ??= make());
}

/** ask(question) → a promise of the thread's answer; ask.post(told, bytes) hands bytes over; ask.hear(onNews) hears what nobody asked. */
function openThread(thread) {
  const waiting = new Map();
  const listeners = [];
  let number = 0;
  let failed = null;
  const fail = (error) => {
    failed = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.addEventListener("error", (event) => fail(new Error(event.message || "kb desk: no worker")));
  thread.addEventListener("message", ({ data }) => {
    const asker = waiting.get(data.id);
    if (!asker) return void listeners.forEach((hear) => hear(data));
    waiting.delete(data.id);
    if (data.error) asker.reject(new Error(data.error));
    else asker.resolve(data.made);
  });
  const ask = (question) => new Promise((resolve, reject) => {
    if (failed) return void reject(failed);
    number += 1;
    waiting.set(number, { resolve, reject });
    thread.postMessage({ ...question, id: number });
  });
  ask.post = (told, bytes) => thread.postMessage(told, [bytes]);
  ask.hear = (onNews) => void listeners.push(onNews);
  return ask;
}

/**
 * The file at `address`, as `kind` of answer; `begun` is a promise of the answer where it was asked for already.
 * @type {(address: URL, kind: string, how?: {cache?: RequestCache, begun?: Promise<Response>}) => Promise<any>}
 */
async function getFile(address, kind, { cache = "default", begun } = {}) {
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await ((tried === 1 && begun) || fetch(address, { credentials: "same-origin", cache }));
      if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
      return await answer[kind]();
    } catch (error) {
      if (tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * tried));
    }
  }
}
