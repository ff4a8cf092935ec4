/* Events of the help centre, received by a Cloudflare Worker and kept in D1. Written by `kb insights receiver cloudflare`; the
   manual's page insights-events.md says how it is set up. Nothing of a sender is kept: a row is a day and a line.

   POST /                    an event, from a page of one of ORIGINS
   GET  /export?day=YYYY-MM-DD   its lines, for who has EXPORT_TOKEN */

const VERSION = 1;
const WITH_WORDS = 2; // a desk's event that tells words of the message
const MOST_BYTES = 8192;
const MOST_TEXT = 1000;
const MOST_QUERY = 80;
const MOST_ID = 200;
const LONG_CODE = 6;
const DIGITS_OF_CODE = 3;
const PAGE = 5000; // rows of one question to the database
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
const CHANNEL = /^[A-Za-z0-9_-]{0,40}$/;
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

export default {
  /** Answers as `kb receive` does. */
  async fetch(request, env) {
    const url = new URL(request.url);
    if (request.method === "GET" && url.pathname === "/export") return exported(request, env, url.searchParams.get("day") ?? "");
    if (request.method !== "POST") return answer(405, { Allow: "POST" });
    const origins = (env.ORIGINS ?? "").toLowerCase().split(/[\s,]+/).filter(Boolean);
    if (!origins.includes((request.headers.get("Origin") ?? "").toLowerCase())) return answer(403);
    if (env.LIMIT) {
      const { success } = await env.LIMIT.limit({ key: request.headers.get("CF-Connecting-IP") ?? "" });
      if (!success) return answer(429, { "Retry-After": "60" });
    }
    const body = await firstBytes(request);
    if (body === null) return answer(413);
    let event;
    try {
      event = readEvent(body);
    } catch {
      return answer(400);
    }
    const at = `${new Date().toISOString().slice(0, 16)}Z`;
    const { v, kind, ...fields } = event;
    await env.EVENTS.prepare("INSERT INTO events (day, line) VALUES (?, ?)")
      .bind(at.slice(0, 10), JSON.stringify({ v, kind, at, ...fields })).run();
    return answer(204);
  },
};

function answer(status, headers = {}) {
  return new Response(null, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** The bytes of a body that is no longer than an event may be; null for a longer one, of which no more is read. */
async function firstBytes(request) {
  const found = new Uint8Array(MOST_BYTES);
  let length = 0;
  for await (const part of request.body ?? []) {
    if (length + part.length > MOST_BYTES) return null;
    found.set(part, length);
    length += part.length;
  }
  return found.subarray(0, length);
}

/** The lines of a day as NDJSON, row by row. */
async function exported(request, env, day) {
  if (!env.EXPORT_TOKEN || !(await isSame(request.headers.get("Authorization") ?? "", `Bearer ${env.EXPORT_TOKEN}`))) return answer(403);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return answer(400);
  const lines = [];
  for (let after = 0; ;) {
    const { results } = await env.EVENTS.prepare("SELECT id, line FROM events WHERE day = ? AND id > ? ORDER BY id LIMIT ?").bind(day, after, PAGE).all();
    lines.push(...results.map(({ line }) => `${line}\n`));
    if (results.length < PAGE) break;
    after = results[results.length - 1].id;
  }
  return new Response(lines.join(""), { headers: { "Content-Type": "application/x-ndjson; charset=utf-8", "Cache-Control": "no-store" } });
}

/** Whether two texts are the same, found out in a time that says nothing of where they differ. */
async function isSame(one, other) {
  const [a, b] = await Promise.all([one, other].map(async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))));
  return a.reduce((found, byte, at) => found | (byte ^ b[at]), 0) === 0;
}

/** The event that a page sent, without its time: what kb/insights/receivers/events.py keeps. Throws for anything else. */
export function readEvent(body) {
  const sent = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  if (sent === null || typeof sent !== "object" || Array.isArray(sent)) throw new Error("no object");
  const { v = VERSION, kind = "vote" } = sent;
  if (v !== VERSION && !(v === WITH_WORDS && kind === "desk")) throw new Error("another version");
  if (!Object.hasOwn(CHECKS, kind)) throw new Error("no known kind");
  return { v, kind, ...CHECKS[kind](sent) };
}

const CHECKS = {
  vote(sent) {
    const page = textOf(sent, "page", MOST_ID);
    if (!page) throw new Error("no page");
    const kept = { page, language: languageOf(sent), answer: oneOf(sent, "answer", ["yes", "no"]) };
    if (![undefined, null, ""].includes(sent.reason)) kept.reason = oneOf(sent, "reason", ["outdated", "unclear", "not_mine", "other"]);
    const text = textOf(sent, "text", MOST_TEXT);
    return text ? { ...kept, text } : kept;
  },
  search(sent) {
    const query = textOf(sent, "query", MOST_QUERY);
    if (!query || looksPersonal(query)) throw new Error("no query that may be kept");
    return { language: languageOf(sent), query, outcome: oneOf(sent, "outcome", ["nothing", "no_click", "click"]) };
  },
  desk(sent) {
    const did = oneOf(sent, "did", ["copied", "nothing_fits"]);
    const { channel = "" } = sent;
    if (typeof channel !== "string" || !CHANNEL.test(channel)) throw new Error("no channel");
    const item = textOf(sent, "item", MOST_ID);
    if (did === "copied" && !item) throw new Error("no script");
    const kept = { did, item: did === "nothing_fits" ? "" : item, language: languageOf(sent), channel };
    if (sent.v !== WITH_WORDS) return kept;
    const words = textOf(sent, "words", MOST_QUERY);
    if (looksPersonal(words)) throw new Error("no words that may be kept");
    return { ...kept, words };
  },
};

function textOf(sent, name, most) {
  const value = Object.hasOwn(sent, name) ? sent[name] : "";
  if (typeof value !== "string") throw new Error(`${name} is no text`);
  const text = Array.from(value, (sign) => (/^[\ud800-\udfff]$/.test(sign) ? "\ufffd" : sign)).join("").replace(CONTROLS, " ").trim();
  if (Array.from(text).length > most) throw new Error(`${name} is too long`);
  return text;
}

function languageOf({ language }) {
  if (typeof language !== "string" || !LANGUAGE.test(language)) throw new Error("no language");
  return language;
}

function oneOf(sent, name, known) {
  if (!known.includes(sent[name])) throw new Error(`${name} is none of ${known}`);
  return sent[name];
}

/** Whether a query may hold a person's number or address. */
export function looksPersonal(query) {
  const text = query.normalize("NFKC").toLowerCase();
  if (/@|:\/\/|www\.|\p{Nd}{5}|(?:\p{Nd}[^\p{L}\p{N}]{0,3}){7}/u.test(text)) return true;
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => {
    const digits = (word.match(/\p{Nd}/gu) ?? []).length;
    const length = Array.from(word).length;
    return length >= LONG_CODE && digits >= DIGITS_OF_CODE && digits < length;
  });
}
