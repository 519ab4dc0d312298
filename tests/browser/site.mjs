// A host of the page that a test can change and stop: the files of dist/, some of them replaced.

import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { way } from "./slow.mjs";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

const KINDS = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
};

/** What every host of the page should send: frames in a sandbox are of no origin, and load modules across origins. */
const HEADERS = { "cache-control": "no-cache", "access-control-allow-origin": "*" };

/** What may be long on its way. */
const FAR = new Set([".js", ".json", ".wasm"]);

/**
 * Serves the page at a free port of the loopback address.
 * @param {{dist?: string, replaced?: Record<string, string | Buffer>, folder?: string}} [options] `replaced` are files
 *   with other contents, by their name; the page lies in `folder` (`/` or `/any/place/`)
 */
export async function serve({ dist = DIST, replaced = {}, folder = "/" } = {}) {
  const state = { dist, replaced };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const name = pathname.startsWith(folder) ? normalize(pathname.slice(folder.length)) : "..";
    const file = content(state, name);
    if (!file) return response.writeHead(404).end();
    if (FAR.has(extname(file.name))) await pause(way(file.name));
    response.writeHead(200, { "content-type": KINDS[extname(file.name)] ?? "text/plain", ...HEADERS });
    response.end(file.bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}${folder}`,
    /** The same server under another name: another origin. */
    other: `http://localhost:${port}${folder}`,
    /** Publishes another version. */
    publish(next) {
      Object.assign(state, next);
    },
    /** Nobody answers any more, not even on connections that are open. */
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

function content({ dist, replaced }, name) {
  if (name.startsWith("..")) return undefined;
  const file = name === "." || name.endsWith("/") ? join(name, "index.html") : name;
  if (file in replaced) return { name: file, bytes: replaced[file] };
  try {
    const path = join(dist, file);
    return statSync(path).isFile() ? { name: file, bytes: readFileSync(path) } : undefined;
  } catch {
    return undefined;
  }
}
