// The search worker: one script for every index of a site, so that browsers keep it while texts change.
//
// {type: "kb-open", folder, first}: the address of an index and the text of its `first.json`.
// {type: "kb-search", id, query, limit, least, isTyping} → {type: "kb-results", id, query, hits, total, missing, talk, meant,
// isPartial}, or {type: "kb-failed", id, query, reason} (`least`, `total` and `missing`: see `find`). `talk` is the kind of small
// talk that the query is, "" if it asks something; `meant` the query as it may have been meant where nothing was found, "" where
// nothing is near. Before the whole answer come some that are partial: while one types, what the strongest words alone find, where
// the index has these at hand and they are likely right, else what the most telling words of the query find (`findFirst`); then
// titles without texts. Where the strongest words are sure, theirs is the answer, and nobody has counted all.
// A search that a newer one overtook is never answered.

import { closeQuery } from "../../../../search/browser/close_words.js";
import { Index } from "../../../../search/browser/index.js";
import { find, findFirst, shownOf } from "../../../../search/browser/scoring.js";
import RANKING from "../../../../search/shared/ranking.json" with { type: "json" };
import { smallTalkIn, talkFinder } from "../../../../text/browser/small_talk.js";

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const LIMIT = 8;
/** Milliseconds without a newer query after which files are fetched for what is being typed, if the strongest words answer too. */
const SETTLED = 250;
/**
 * Confidence from which on the strongest words need no others. Of the 1,004 questions of bench/data (2026-11-27) three in ten
 * reach it; 99 in 100 of these have the same article first by the whole index, and as many have a right one among six.
 */
const SURE = 80;
/** … from which on they are shown until the whole index has answered: as elsewhere, "likely". */
const LIKELY = RANKING.likely;
let newest = 0;
/** @type {(query: string) => string} The kind of small talk that a query is. */
let talkOf = () => "";
/** @type {(index: any) => void} */
let opened;
/** @type {(reason: unknown) => void} */
let closed;
/** @type {Promise<any>} */
const opening = new Promise((resolve, reject) => { opened = resolve; closed = reject; });
opening.catch(() => {}); // told to who searches

async function open({ folder, first }) {
  const load = async (name) => {
    const fetched = await fetch(new URL(name, folder), { credentials: "same-origin" });
    if (!fetched.ok) throw new Error(`${name}: ${fetched.status}`);
    return fetched.json();
  };
  const { core, answers } = JSON.parse(first);
  const index = new Index(core, load, { answers });
  const talkIn = talkFinder(core.talk, index.language.characters);
  talkOf = (query) => smallTalkIn(query, talkIn, index.language.characters);
  opened(index);
  await index.loadFirst();
}

async function answer(message, order, send) {
  const index = await opening;
  const { limit = LIMIT, isTyping = true, least = 0 } = message;
  const search = async (source, way = find) => {
    const { hits, total, missing } = await way(source, message.query, { limit, isTyping, least });
    const beside = { total, missing, talk: talkOf(message.query), meant: "" };
    return { hits, beside, sendable: hits.map(({ wanted, asked, ...hit }) => hit) };
  };
  const withTexts = (source, { hits, sendable }) =>
    Promise.all(hits.map(async (hit, at) => ({ ...sendable[at], ...(await shownOf(source, hit)) })));
  const sendFirst = (shown, beside, isPartial) => send(shown, { ...beside, total: undefined }, isPartial); // nobody counted all
  const strongest = isTyping && (await index.loadFirst().catch(() => null)); // without it the whole index answers
  if (strongest && order === newest) {
    const found = await search(strongest);
    const shown = await withTexts(strongest, found);
    if (order !== newest) return;
    const confidence = found.hits[0]?.confidence ?? 0;
    const isSure = confidence >= SURE;
    if (confidence >= LIKELY) sendFirst(shown, found.beside, !isSure); // else rows would change places
    if (isSure) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
  }
  if (order !== newest) return;
  if (isTyping && !strongest && !index.core.is_whole) {
    const first = await search(index, findFirst);
    if (order !== newest) return;
    if (first.hits.length) sendFirst(first.sendable, { ...first.beside, missing: [] }, true); // words that were not asked for are not missing
  }
  const found = await search(index);
  if (order !== newest) return;
  if (!strongest) send(found.sendable, found.beside, true);
  if (!found.hits.length) found.beside.meant = await closeQuery(index, message.query).catch(() => ""); // a proposal is no reason to fail
  const shown = await withTexts(index, found);
  if (order === newest) send(shown, found.beside, false);
}

worker.onmessage = async ({ data }) => {
  if (data.type === "kb-open") {
    try { await open(data); } catch (error) { closed(error); }
    return;
  }
  if (data.type !== "kb-search") return;
  const order = ++newest;
  const { id, query } = data;
  try {
    await answer(data, order, (hits, beside, isPartial) => worker.postMessage({ type: "kb-results", id, query, hits, ...beside, isPartial }));
  } catch (error) {
    if (order === newest) worker.postMessage({ type: "kb-failed", id, query, reason: String(error) });
  }
};
