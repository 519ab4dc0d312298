// The view of ports: from the node's port to that of a container, each cell a way to its YAML.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { LANGUAGES, caretAt, drawn, open, selected, write } from "./harness.mjs";
import { SHOP } from "./shop.mjs";

/** The table of a Service: a list of the texts of each line. */
const table = (page, nth = 0) => page.$$eval(`.ports-service >> nth=${nth} >> tbody tr`, (rows) => rows.map((row) => row.innerText));

/** The numbers that are lit. */
const lit = (page) => page.$$eval(".ports-number.lit", (all) => all.map((one) => one.textContent));

export default {
  async "each target port says what the containers make of it"({ page }) {
    const words = {
      en: ["declared", "no such name", "another protocol", "not declared"],
      ja: ["宣言あり", "名前なし", "別のプロトコル", "宣言なし"],
    };
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "ports" });
      await write(page, SHOP);
      const states = await page.$$eval(".ports-service:first-child .ports-end .state", (all) => all.map((one) => one.innerText.replace(/^\S+\s*/, "")));
      const [declared, unnamed, other, undeclared] = words[lang];
      assert.deepEqual(states, [declared, unnamed, other, undeclared, undeclared, undeclared]);
    }
  },

  async "the caret lights its cells, and a click on a cell shows its field"({ page }) {
    await open(page, { view: "ports" });
    await write(page, SHOP);
    await caretAt(page, "http, nodePort");
    assert.deepEqual(await lit(page), ["http"]);
    await caretAt(page, "8080}\n        -");
    assert.ok((await lit(page)).includes("8080"));
    for (const [text, field] of [["30080", "30080"], ["80", "80"], ["http", "http"], ["8080", "8080"]]) {
      await page.click(`.ports-number:text-is("${text}") >> nth=0`);
      await drawn(page);
      assert.equal(await selected(page), field);
    }
  },

  async "beside a kept state, numbers that have changed say what they were"({ page }) {
    await open(page, { view: "ports" });
    await write(page, SHOP);
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("nodePort: 30080", "nodePort: 30099"));
    assert.deepEqual(await page.$$eval(".ports-number.changed", (all) => all.map((one) => one.textContent)), ["30099"]);
    assert.match((await table(page))[0], /was 30080/);
  },

  async "a Service without Pods, without selector or by another name says so"({ page }) {
    await open(page, { view: "ports" });
    const service = (name, spec) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
    await write(page, [
      service("a", "{selector: {app: none}, ports: [{port: 80}]}"),
      service("b", "{ports: [{port: 80}]}"),
      service("c", "{type: ExternalName, externalName: example.com}"),
    ].join("---\n"));
    const notes = await page.$$eval(".ports-service > .hint", (all) => all.map((one) => one.innerText));
    assert.match(notes[0], /selects no Pod/);
    assert.match(notes[1], /no selector/);
    assert.match(notes[2], /ExternalName/);
  },

  async "axe finds nothing serious on full tables"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await open(page, { view: "ports", query: `theme=${theme}` });
      await inject(page);
      await write(page, SHOP);
      await caretAt(page, "http, nodePort");
      assert.deepEqual(await serious(page), [], theme);
    }
  },
};
