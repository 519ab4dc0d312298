// The same text gives the same bytes from the command and from wasm.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

import { commandFindings, open, root } from "./harness.mjs";

export default {
  async "the page analyses every conformance case as the command does"({ page }) {
    await open(page);
    const folder = new URL("tests/conformance/cases/", root);
    const inputs = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith("input.yaml")).sort();
    const texts = inputs.map((name) => readFileSync(new URL(name, folder), "utf8"));
    const shown = await page.evaluate((texts) => texts.map((text) => wasmBindings.analyzeJson(text, "en")), texts);
    const different = inputs.filter((_, at) => JSON.stringify(commandFindings(texts[at], "en")) !== JSON.stringify(JSON.parse(shown[at])));
    console.log(`      ${inputs.length} cases`);
    assert.deepEqual(different, []);
  },
};
