// The search worker, over the index that lies beside it:
//
// {type: "kb-search", id, query, limit, least, isTyping} → {type: "kb-results", id, query, hits, total, missing, talk, meant, isPartial}: first with
// titles alone, then with answers and passages (`least`, `total` and `missing`: see `find`); or {type: "kb-failed", id, query, reason}. A search that a newer one overtook is
// never answered. `talk` is the kind of small talk that the query is, "" if it asks something; `meant` the query as it may have
// been meant where nothing was found, "" where nothing is near.
//
// `self.kbCore` (the core shard) is put before this script when it is written.

import { smallTalkIn, talkFinder } from "../../text/browser/small_talk.js";
import { closeQuery } from "./close_words.js";
import { Index } from "./index.js";
import { details, find } from "./scoring.js";

const worker = /** @type {DedicatedWorkerGlobalScope & {kbCore: any}} */ (/** @type {unknown} */ (self));
const LIMIT = 8;
let index = null;
let newest = 0;
let talkIn = null;

async function load(name) {
  const fetched = await fetch(new URL(name, worker.location.href), { credentials: "same-origin" });
  if (!fetched.ok) throw new Error(`${name}: ${fetched.status}`);
  return fetched.json();
}

async function answer(message, order, send) {
  index ??= new Index(worker.kbCore, load);
  const { limit = LIMIT, isTyping = true, least = 0 } = message;
  const { hits, total, missing } = await find(index, message.query, { limit, isTyping, least });
  if (order !== newest) return;
  const sendable = hits.map(({ wanted, asked, ...hit }) => hit);
  const { characters } = index.language;
  talkIn ??= talkFinder(worker.kbCore.talk, characters);
  const beside = { total, missing, talk: smallTalkIn(message.query, talkIn, characters), meant: "" };
  send(sendable, beside, true);
  if (!hits.length) beside.meant = await closeQuery(index, message.query).catch(() => ""); // a proposal is no reason to fail
  const shown = await Promise.all(hits.map(async (hit, at) => ({ ...sendable[at], ...(await details(index, hit)) })));
  if (order === newest) send(shown, beside, false);
}

worker.onmessage = async ({ data }) => {
  if (data.type !== "kb-search") return;
  const order = ++newest;
  const { id, query } = data;
  try {
    await answer(data, order, (hits, beside, isPartial) => worker.postMessage({ type: "kb-results", id, query, hits, ...beside, isPartial }));
  } catch (error) {
    if (order === newest) worker.postMessage({ type: "kb-failed", id, query, reason: String(error) });
  }
};
