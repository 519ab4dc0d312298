// The same text gives the same bytes from the command and from wasm: every conformance case, and texts that are none.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

import { LANGUAGES, open, portolan, root } from "./harness.mjs";

/** What `print` of the wasm knows; the command takes the same words. */
const COMMANDS = [
  "admit --output json", "endpoints --output json", "dns",
  "rules --mode iptables", "rules --mode nftables", "rules --mode ipvs",
];

/** Texts beside the cases: nothing, broken ones, characters outside the plane, numbers of every form. */
const ODD = [
  "", "# 日本語のコメント\n", "a: 1\n---\na: b: c\n---\nkind: Service\napiVersion: v1\n", "- 1\n- 2\n", "\t{{ .Values.x }}\n",
  'apiVersion: v1\nkind: Service\nmetadata: {name: "𠮷野家", nmae: x}\nspec: {ports: [{port: 0}, {port: 8e1, name: 80}, {port: 3000000000}]}\n',
];

/** The inputs of the conformance cases by name, and the odd texts. */
function texts() {
  const folder = new URL("tests/conformance/cases/", root);
  const inputs = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith("input.yaml")).sort();
  const cases = inputs.map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
  return [...cases, ...ODD.map((text) => [JSON.stringify(text), text])];
}

/** Compares two texts byte for byte; for the first that differ, shows how. */
function compare(what, all, shown, expected) {
  const different = all.filter(([, text], at) => Buffer.compare(Buffer.from(shown[at] ?? "nothing"), Buffer.from(expected(text))) !== 0);
  if (!different.length) return;
  const [name, text] = different[0];
  assert.equal(shown[all.findIndex((one) => one[0] === name)], expected(text), `${what}: ${different.length} differ, first ${name}`);
}

export default {
  async "findings are the same bytes, in both languages"({ page }) {
    await open(page);
    const all = texts();
    for (const lang of LANGUAGES) {
      const analyze = ([all, lang]) => all.map(([, text]) => wasmBindings.analyzeJson(text, lang));
      const shown = await page.evaluate(analyze, [all, lang]);
      compare(`check (${lang})`, all, shown, (text) => portolan(["check", "--output", "json", "--lang", lang], text));
    }
    console.log(`      ${all.length} texts`);
  },

  async "answers, EndpointSlices, records and rules are the same bytes"({ page }) {
    await open(page);
    const all = texts();
    for (const command of COMMANDS) {
      const shown = await page.evaluate(([all, command]) => Promise.all(all.map(([, text]) => wasmBindings.print(command, text))), [all, command]);
      compare(command, all, shown, (text) => portolan(command.split(" "), text));
    }
    assert.equal(await page.evaluate(() => wasmBindings.print("rules", "")), undefined);
  },

  async "a walk is the same bytes"({ page }) {
    await open(page);
    const debug = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: debug}\nspec: {containers: [{name: a, image: a}]}\n";
    const text = readFileSync(new URL("examples/echo.yaml", root), "utf8") + debug;
    for (const lang of LANGUAGES) {
      for (const to of ["http://echo/", "http://echo.default.svc.cluster.local:8080", "tcp://10.0.0.1:80"]) {
        const ask = ([text, to, lang]) => wasmBindings.traceJson(text, "pod/debug", to, lang);
        const shown = await page.evaluate(ask, [text, to, lang]);
        const words = ["trace", "--output", "json", "--from", "pod/debug", "--to", to, "--lang", lang];
        assert.equal(shown, portolan(words, text), `${to} (${lang})`);
      }
    }
  },
};
