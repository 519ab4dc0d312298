// Finishes the page in DIST: `node web/build/seal.mjs DIST [--release]`.
//
// A release gets its service worker, which knows the exact bytes of every file, and beside each file a compressed one
// (`.br`) for servers that send those. Another build gets a worker that removes itself and what earlier ones kept.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { build } from "esbuild";

const [dist, mode] = process.argv.slice(2);
const release = mode === "--release";
const WORKER = "sw.js";

/** The files of the page, with `/` between folders, but for the worker and what is made of them. */
function files() {
  const found = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = found.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(dist, "/").length));
  return names.map((name) => name.replaceAll("\\", "/")).filter((name) => !name.endsWith(".br") && name !== WORKER).sort();
}

/** What a browser is to check a file against. */
const integrity = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** Writes the service worker that keeps these files. */
async function worker(names) {
  const list = names.map((name) => [name, integrity(readFileSync(join(dist, name)))]);
  const revision = createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16);
  await build({
    entryPoints: [fileURLToPath(new URL(release ? "../sw.js" : "../sw-none.js", import.meta.url))],
    outfile: join(dist, WORKER),
    minify: true,
    define: release ? { REVISION: JSON.stringify(revision), FILES: JSON.stringify(list) } : {},
    logLevel: "warning",
  });
}

/** Makes one short file of the JavaScript that wasm-bindgen wrote and of the loaders that it imports. */
async function minify() {
  const path = join(dist, "portolan-web.js");
  const loaders = ["portolan-split.js", "portolan-rest.js"].map((name) => join(dist, name)).filter(existsSync);
  for (const loader of loaders) writeFileSync(loader, bound(readFileSync(loader, "utf8")));
  await build({
    entryPoints: [path],
    outfile: path,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    // The loaders are imported once for each of them, and named as often.
    logOverride: { "duplicate-object-key": "silent" },
  });
  for (const loader of loaders) rmSync(loader);
}

/** Loaders that take the very bytes that were built with the page, and no others: a host may publish another version meanwhile. */
function bound(source) {
  const fetched = /fetch\(new URL\("\.\/([^"]+)", import\.meta\.url\)\)/g;
  const names = [...source.matchAll(fetched)].map(([, name]) => name);
  if (!names.length) throw new Error("a loader fetches nothing");
  return source.replace(fetched, (_, name) => {
    const options = JSON.stringify({ integrity: integrity(readFileSync(join(dist, name))) });
    return `fetch(new URL("./${name}", import.meta.url), ${options})`;
  });
}

/** Writes a compressed file beside a file, and says how long it is. */
function compress(name) {
  const bytes = readFileSync(join(dist, name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const small = brotliCompressSync(bytes, { params });
  writeFileSync(join(dist, `${name}.br`), small);
  return small.length;
}

for (const entry of readdirSync(dist, { recursive: true })) {
  if (String(entry).endsWith(".br")) rmSync(join(dist, String(entry)));
}
if (release) await minify();
const names = files();
await worker(names);
if (release) {
  const lengths = [...names, WORKER].map((name) => [name, compress(name)]);
  for (const [name, length] of lengths) console.log(`${String(length).padStart(9)}  ${name}`);
  console.log(`${String(lengths.reduce((sum, [, length]) => sum + length, 0)).padStart(9)}  bytes in all, brotli`);
}
