// Titles and addresses of documents as a shard holds them: the twin of kb/search/shards/titles.py.

import { slug } from "../../text/browser/folding.js";
import { bisect, damaged, unpackNumbers, valueOf } from "./encoding.js";

/** The document at a place of a shard of titles: {id, title, url, kind, isFallback, language}. */
export function unpackTitle(shard, at, characters) {
  const id = unpackId(shard, at, characters);
  const language = shard.fallback[at]; // of a document in other words than the index's
  const isFallback = language !== undefined;
  return {
    id,
    title: shard.titles[at],
    url: shard.urls[at] ?? `${shard.prefixes[Number(isFallback)]}${id}/`,
    kind: (shard.kindList ??= shard.kinds.split(" "))[at],
    isFallback,
    language,
  };
}

function unpackId(shard, at, characters) {
  shard.nameList ??= shard.names.split("\n");
  if (!shard.runEnds) {
    let end = 0;
    shard.runEnds = unpackNumbers(shard.runs).map((length) => (end += length));
  }
  const folder = shard.folders[bisect(shard.runEnds.length, (i) => shard.runEnds[i] <= at)];
  const name = shard.nameList[at];
  if (folder === undefined || !name) throw damaged();
  const shared = valueOf(name);
  const begins = shared ? slug(shard.titles[at], characters).slice(0, shared) : "";
  return `${folder}${folder && "/"}${begins}${name.slice(1)}`;
}
