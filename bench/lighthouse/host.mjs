// A static host as shops have one: brotli or gzip, the site's own `_headers`, one address for each site.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const BROTLI_QUALITY = 5; // what hosts take for files that they compress when they are asked for
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
  ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json", ".ico": "image/x-icon", ".png": "image/png", ".jpg": "image/jpeg",
  ".webp": "image/webp", ".avif": "image/avif", ".mp4": "video/mp4", ".vtt": "text/vtt", ".woff2": "font/woff2",
};
const COMPRESSED = new Set([".html", ".js", ".json", ".css", ".svg", ".xml", ".txt", ".webmanifest", ".vtt"]);
const pack = {
  br: (data) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: promisify(gzip),
};

/**
 * What `_headers` (the form of Cloudflare Pages and Netlify) says: rules of a path, which may end in `*`.
 * @param {string} text
 */
export function readHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (/^\S/.test(line)) rules.push({ path: line.trim(), headers: [] });
    else if (line.trim()) rules.at(-1).headers.push(line.trim().split(/:\s*(.*)/s).slice(0, 2));
  }
  return rules;
}

/** The headers that `rules` give the address `path`. */
export function headersOf(rules, path) {
  const fits = (rule) => rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
  return Object.fromEntries(rules.filter(fits).flatMap((rule) => rule.headers));
}

/**
 * Serve `folder` on a port of its own.
 * @param {string} folder
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function serve(folder) {
  const rules = readHeaders(await readFile(join(folder, "_headers"), "utf-8").catch(() => ""));
  const packed = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    let file = join(folder, normalize(path), path.endsWith("/") ? "index.html" : "");
    let status = 200;
    let data = await readFile(file).catch(() => null);
    if (!data) {
      status = 404;
      file = join(folder, "404.html");
      data = await readFile(file).catch(() => Buffer.from("not found"));
    }
    const kind = extname(file);
    response.setHeader("Content-Type", TYPES[kind] ?? "application/octet-stream");
    response.setHeader("Cache-Control", "max-age=600"); // where the site says nothing, as on GitHub Pages
    for (const [name, value] of Object.entries(headersOf(rules, path))) response.setHeader(name, value);
    const form = COMPRESSED.has(kind) && ["br", "gzip"].find((one) => (request.headers["accept-encoding"] ?? "").includes(one));
    if (form) {
      const key = `${form} ${file}`;
      if (!packed.has(key)) packed.set(key, await pack[form](data));
      data = packed.get(key);
      response.setHeader("Content-Encoding", form);
      response.setHeader("Vary", "Accept-Encoding");
    }
    response.writeHead(status, { "Content-Length": data.length });
    response.end(request.method === "HEAD" ? undefined : data);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
