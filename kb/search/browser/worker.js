// The search worker, over the index that lies beside it:
//
// {type: "kb-search", id, query, limit, least, isTyping} → {type: "kb-results", id, query, hits, total, isPartial}: first with
// titles alone, then with answers and passages (`least` and `total`: see `find`); or {type: "kb-failed", id, query, reason}. A search that a newer one overtook is
// never answered.
//
// `self.kbCore` (the core shard) is put before this script when it is written.

import { Index } from "./index.js";
import { details, find } from "./scoring.js";

const worker = /** @type {DedicatedWorkerGlobalScope & {kbCore: any}} */ (/** @type {unknown} */ (self));
const LIMIT = 8;
let index = null;
let newest = 0;

async function load(name) {
  const fetched = await fetch(new URL(name, worker.location.href), { credentials: "same-origin" });
  if (!fetched.ok) throw new Error(`${name}: ${fetched.status}`);
  return fetched.json();
}

async function answer(message, order, send) {
  index ??= new Index(worker.kbCore, load);
  const { limit = LIMIT, isTyping = true, least = 0 } = message;
  const { hits, total } = await find(index, message.query, { limit, isTyping, least });
  if (order !== newest) return;
  const sendable = hits.map(({ wanted, asked, ...hit }) => hit);
  send(sendable, total, true);
  const shown = await Promise.all(hits.map(async (hit, at) => ({ ...sendable[at], ...(await details(index, hit)) })));
  if (order === newest) send(shown, total, false);
}

worker.onmessage = async ({ data }) => {
  if (data.type !== "kb-search") return;
  const order = ++newest;
  const { id, query } = data;
  try {
    await answer(data, order, (hits, total, isPartial) => worker.postMessage({ type: "kb-results", id, query, hits, total, isPartial }));
  } catch (error) {
    if (order === newest) worker.postMessage({ type: "kb-failed", id, query, reason: String(error) });
  }
};
