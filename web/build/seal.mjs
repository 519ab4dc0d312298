// Finishes the page in DIST: `node web/build/seal.mjs DIST [--release]`.
//
// A release gets its service worker, which knows the exact bytes of every file, and beside each file a compressed one
// (`.br`) for servers that send those. Another build gets a worker that removes itself and what earlier ones kept.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { build, transform } from "esbuild";

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

/** Takes the blanks and the long names out of the JavaScript that wasm-bindgen wrote. */
async function minify(name) {
  const path = join(dist, name);
  const { code } = await transform(readFileSync(path, "utf8"), { minify: true, format: "esm", legalComments: "none" });
  writeFileSync(path, code);
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
const names = files();
if (release) await Promise.all(names.filter((name) => name.endsWith(".js") && name !== "early.js").map(minify));
await worker(names);
if (release) {
  const lengths = [...names, WORKER].map((name) => [name, compress(name)]);
  for (const [name, length] of lengths) console.log(`${String(length).padStart(9)}  ${name}`);
  console.log(`${String(lengths.reduce((sum, [, length]) => sum + length, 0)).padStart(9)}  bytes in all, brotli`);
}
