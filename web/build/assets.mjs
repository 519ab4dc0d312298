// Makes the page's files that are not compiled from Rust: `node web/build/assets.mjs OUT`.
//
// The editor and the start are bundled, because a browser cannot find npm's packages; the style is one sheet; the rest
// is copied. Everything lies flat in OUT, under names that never change.

import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = fileURLToPath(new URL("../", import.meta.url));
const out = process.argv[2];

/** Files that are copied as they are. */
const COPIED = ["early.js", "icon.svg", "manifest.webmanifest"];

/** @type {import("esbuild").BuildOptions} */
const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning" };

/** Bundles a module of the page. */
function script(entry, outfile) {
  return build({
    ...common,
    entryPoints: [join(web, entry)],
    outfile: join(out, outfile),
    format: "esm",
    target: "es2021",
  });
}

await mkdir(out, { recursive: true });
await Promise.all([
  script("start.js", "start.js"),
  existsSync(join(web, "editor/main.js")) && script("editor/main.js", "editor.js"),
  build({ ...common, entryPoints: [join(web, "style/main.css")], outfile: join(out, "style.css") }),
  ...COPIED.map((name) => copyFile(join(web, name), join(out, name))),
]);
