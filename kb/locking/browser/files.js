// Files of a release, for the worker: from the cache or the host, decrypted, and as answers to requests.

import { partName, unpack, unseal } from "./keys.js";
import { cachePrefix, isTurnedAway } from "./session.js";
import { chooseLanguage, words } from "./words.js";

const scope = new URL(/** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self)).registration.scope).pathname;
const COPY_BYTES = 64 * 1024 * 1024; // the most that is kept unasked for work without a connection
const AT_ONCE = 4;
const PRIVATE = {
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex, nofollow",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
const PAGE_POLICY = "default-src 'self'";

/** Why a file cannot be had; `word` is a key of words.js: "offline" or "changed". */
export class Failure extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}

async function readPart(session, kind, path, number, count) {
  const url = `${scope}kb-lock/files/${await partName(session, kind, path, number)}`;
  if (session.isOver) throw new Failure("offline"); // signed out meanwhile: open no cache anew
  const cache = await caches.open(cachePrefix() + session.release);
  const open = (response) => response.arrayBuffer().then((bytes) => unseal(session, bytes, kind, path, number, count));
  const kept = await cache.match(url);
  if (kept) {
    try {
      return await open(kept);
    } catch {
      await cache.delete(url); // spoilt on this device: ask the host again
    }
  }
  let response;
  try {
    response = await fetch(url, { cache: "no-store" });
  } catch {
    throw new Failure("offline");
  }
  if (!response.ok || response.redirected) throw new Failure(isTurnedAway(response) ? "offline" : "changed");
  const copy = response.clone();
  let piece;
  try {
    piece = await open(response);
  } catch {
    throw new Failure("changed");
  }
  if (!session.isOver) await cache.put(url, copy).catch(() => undefined); // a full disk is no reason to show nothing
  return piece;
}

/** `session` with what its list of files says: policy, types, partBytes, and files by path. */
export async function openFiles(session) {
  const list = JSON.parse(new TextDecoder().decode(await unpack(await readPart(session, "manifest", "", 0, 1))));
  const files = new Map(list.files.map(([path, size, packedSize, isPacked]) => [path.normalize("NFC"), {
    path, size, packedSize, isPacked: isPacked === 1, parts: Math.max(1, Math.ceil(packedSize / list.part_bytes)) }]));
  return { ...session, policy: list.policy, types: list.types, partBytes: list.part_bytes, files };
}

async function readFile(session, file) {
  const pieces = [];
  for (let number = 0; number < file.parts; number += 1) pieces.push(await readPart(session, "file", file.path, number, file.parts));
  const bytes = pieces.length === 1 ? pieces[0] : new Uint8Array(await new Blob(pieces).arrayBuffer());
  return file.isPacked ? unpack(bytes) : bytes;
}

/** Bytes `first` to `last` (both counted in) of a file, reading no part that does not hold them. */
async function readRange(session, file, first, last) {
  if (file.isPacked) return (await readFile(session, file)).subarray(first, last + 1);
  const from = Math.floor(first / session.partBytes);
  const pieces = [];
  for (let number = from; number <= Math.floor(last / session.partBytes); number += 1) {
    pieces.push(await readPart(session, "file", file.path, number, file.parts));
  }
  const start = first - from * session.partBytes;
  return new Uint8Array(await new Blob(pieces).arrayBuffer()).subarray(start, start + last - first + 1);
}

/** `bytes=…` as [first, last]; null where the whole file is to be sent, "none" where nothing of it is asked for. */
function parseRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec((header || "").trim());
  if (!match || (!match[1] && !match[2])) return null;
  const first = match[1] ? Number(match[1]) : Math.max(0, size - Number(match[2]));
  const last = match[1] && match[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
  if (match[1] && match[2] && Number(match[2]) < first) return null;
  return first >= size || last < first ? "none" : [first, last];
}

/** The file that an address means, or the address it must be asked by, or nothing. */
function resolve(files, relative) {
  let path;
  try {
    path = decodeURIComponent(relative).normalize("NFC");
  } catch {
    return {};
  }
  if (path === "" || path.endsWith("/")) return { file: files.get(`${path}index.html`) };
  if (files.has(path)) return { file: files.get(path) };
  return files.has(`${path}/index.html`) ? { folder: `${relative}/` } : { file: files.get(`${path}.html`) };
}

const typeOf = (session, path) => session.types[(/\.[^./]*$/.exec(path) || [""])[0].toLowerCase()] || "application/octet-stream";

/** The answer to a request for `relative`, a path below the scope as the address has it. Rejects with a Failure. */
export async function respond(session, request, relative) {
  const { file, folder } = resolve(session.files, relative);
  if (folder) return Response.redirect(new URL(scope + folder + new URL(request.url).search, location.origin), 302);
  if (!file) return respondMissing(session, request);
  const range = parseRange(request.headers.get("range"), file.size);
  if (range) return respondRange(session, request, file, range);
  return respondWhole(session, request, file, 200);
}

function respondMissing(session, request) {
  const file = session.files.get("404.html");
  return file ? respondWhole(session, request, file, 404) : plainPage("missingPage", 404);
}

const headersFor = (session, file, more) => ({ ...PRIVATE, "Content-Security-Policy": session.policy,
  "Content-Type": typeOf(session, file.path), "Accept-Ranges": "bytes", ...more });

async function respondWhole(session, request, file, status) {
  const isPage = request.mode === "navigate" && file.path.endsWith(".html");
  if (isPage) return respondPage(session, file, status);
  const headers = headersFor(session, file, { "Content-Length": String(file.size) });
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const isLong = file.parts > 1 && !file.isPacked;
  return new Response(isLong ? streamOf(session, file) : new Blob([await readFile(session, file)]), { status, headers });
}

async function respondPage(session, file, status) {
  const page = new TextEncoder().encode(withPlainTitle(new TextDecoder().decode(await readFile(session, file))) + strip());
  return new Response(page, { status, headers: headersFor(session, file, { "Content-Length": String(page.length) }) });
}

/** A page under the same title as every other: titles stay in the browser's history, which no page can empty. */
function withPlainTitle(page) {
  const said = chooseLanguage([(/<html[^>]*\slang="?([a-z-]+)/i.exec(page) || ["", ""])[1], ...navigator.languages]);
  return page.replace(/<title\b[^>]*>[^<]*<\/title>/i, () => `<title>${words[said].desk}</title>`);
}

async function respondRange(session, request, file, range) {
  if (range === "none") return new Response(null, { status: 416, headers: { ...PRIVATE, "Content-Range": `bytes */${file.size}` } });
  const [first, last] = range;
  const headers = headersFor(session, file, { "Content-Range": `bytes ${first}-${last}/${file.size}`, "Content-Length": String(last - first + 1) });
  const body = request.method === "HEAD" ? null : await readRange(session, file, first, last);
  return new Response(body, { status: 206, headers });
}

/** A long file part by part, so that a film starts before its end has come. */
function streamOf(session, file) {
  let number = 0;
  return new ReadableStream({
    async pull(controller) {
      controller.enqueue(await readPart(session, "file", file.path, number, file.parts));
      number += 1;
      if (number === file.parts) controller.close();
    },
  });
}

/** Added to the end of every page: the strip with the way out. The file itself stays as it was built. */
const strip = () => `<script src="${scope}kb-lock/bar.js" defer></script>`;

/** A page of a few words in the browser's language, where the desk itself has none to show. */
export function plainPage(word, status) {
  const language = chooseLanguage(navigator.languages || []);
  const own = words[language];
  const line = `<p>${own[word]} <a href="${scope}">${own.back}</a></p>`;
  const body = `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${status}</title><link rel="stylesheet" href="${scope}kb-lock/style.css"><body><main><h1>${status}</h1>${line}</main>${strip()}`;
  return new Response(body, { status, headers: { ...PRIVATE, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE_POLICY } });
}

/** Fetch what is not kept yet, small and common files first, until all is here or enough. */
export async function fill(session, report) {
  const files = [...session.files.values()].sort((one, other) => one.path.endsWith(".html") - other.path.endsWith(".html") || one.packedSize - other.packedSize);
  let bytes = 0;
  const wanted = files.filter((file) => (bytes += file.packedSize) <= COPY_BYTES);
  const cache = await caches.open(cachePrefix() + session.release);
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const queue = wanted.flatMap((file) => Array.from({ length: file.parts }, (_, number) => ({ file, number })));
  const count = queue.length;
  const work = async () => {
    for (let next = queue.shift(); next && !session.isOver; next = queue.shift()) {
      const { file, number } = next;
      const url = `${scope}kb-lock/files/${await partName(session, "file", file.path, number)}`;
      if (!kept.has(url)) await readPart(session, "file", file.path, number, file.parts);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (!session.isOver) report(count, count);
  } catch {
    report(count - queue.length, count); // no connection, or a file that was changed: said when somebody asks for it
  }
}
