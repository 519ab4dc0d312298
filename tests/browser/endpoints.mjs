// The view of endpoints: the slices are the command's, and each Pod says why it is in or out.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { LANGUAGES, caretAt, drawn, open, portolan, selected, write } from "./harness.mjs";
import { SHOP, fleet } from "./shop.mjs";

/** The rows of all tables of slices that are shown: address, ready, serving, terminating. */
const slices = (page) => page.$$eval(".endpoints-slice tbody tr", (rows) => rows.map((row) => {
  const cells = [...row.cells].slice(0, 4).map((cell) => cell.querySelector(".unseen")?.textContent ?? cell.textContent);
  return [cells[0], ...cells.slice(1).map((word) => ["yes", "はい"].includes(word))];
}));

export default {
  async "the slices are those of the command"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "endpoints" });
      await write(page, SHOP);
      const expected = JSON.parse(portolan(["endpoints", "--output", "json"], SHOP)).items.flatMap(({ endpoints }) =>
        (endpoints ?? []).map(({ addresses, conditions }) => [addresses.join(", "), conditions.ready, conditions.serving, conditions.terminating]));
      const key = (row) => JSON.stringify(row);
      assert.deepEqual((await slices(page)).map(key).sort(), expected.map(key).sort());
    }
  },

  async "a near miss is laid beside the selector, and mended by the fix of the page"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "endpoints" });
      assert.match(await page.innerText(".endpoints-title"), lang === "en" ? /no endpoints/ : /エンドポイントなし/);
      assert.match(await page.innerText(".endpoints-group.warning"), lang === "en" ? /1 letter from summer/ : /summerと1文字違い/);
      await page.click('.endpoints-group .endpoints-label:has-text("summer")');
      await drawn(page);
      assert.equal(await selected(page), "summer");
      await page.click('.endpoints-asked .endpoints-label >> nth=1');
      await drawn(page);
      assert.equal(await selected(page), "sumer");
      await page.keyboard.insertText("summer");
      await drawn(page);
      assert.match(await page.innerText(".endpoints-title"), /● 2 /);
      assert.equal((await page.$$(".endpoints-pods li")).length, 2);
    }
  },

  async "each Pod says how it stands"({ page }) {
    await open(page, { view: "endpoints" });
    await write(page, SHOP);
    const reasons = await page.$$eval(".endpoints-service:first-child .endpoints-reason", (all) => all.map((one) => one.innerText));
    assert.equal(reasons.length, 4);
    assert.equal(reasons.filter((reason) => reason.startsWith("ready")).length, 3);
    assert.equal(reasons.filter((reason) => reason.startsWith("not ready")).length, 1);
  },

  async "the caret on a label of the Pods, or of the selector, lights it on both sides"({ page }) {
    await open(page, { view: "endpoints" });
    await caretAt(page, "sumer");
    assert.ok((await page.$$eval(".endpoints-label.lit", (all) => all.map((one) => one.textContent))).some((text) => text.includes("sumer")));
  },

  async "three hundred Pods are a few lines until the reader asks for all"({ page }) {
    await open(page, { view: "endpoints" });
    await write(page, fleet(1, 300));
    assert.ok((await page.$$(".endpoints-pods li")).length < 10);
    assert.ok((await page.$$(".endpoints-slice tbody tr")).length < 40);
    await page.click('.endpoints-group > button:has-text("300")');
    await drawn(page);
    assert.equal((await page.$$(".endpoints-pods li")).length, 300);
  },

  async "beside a kept state, Pods that have changed say how they were"({ page }) {
    await open(page, { view: "endpoints" });
    await write(page, SHOP);
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("{name: old, ", '{name: old, annotations: {portolan.dev/ready: "false"}, '));
    assert.match(await page.innerText(".endpoints-pods li.changed"), /was ready/);
    assert.match(await page.innerText(".endpoints-title"), /2 ready \(was 3\)/);
  },

  async "Endpoints and slices by hand are shown as such"({ page }) {
    await open(page, { view: "endpoints" });
    const service = (name) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 5432}]}\n`;
    await write(page, [
      service("a"),
      "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\nsubsets: [{addresses: [{ip: 192.168.7.9}], ports: [{port: 5432}]}]\n",
      service("b"),
      "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: b-1, labels: {kubernetes.io/service-name: b}}\naddressType: IPv4\nports: [{port: 5432}]\nendpoints: [{addresses: [192.168.7.10]}]\n",
    ].join("---\n"));
    const slices = await page.$$eval(".endpoints-slice", (all) => all.map((one) => one.innerText));
    assert.match(slices[0], /mirrored from Endpoints[\s\S]*192\.168\.7\.9/);
    assert.match(slices[1], /written by hand[\s\S]*192\.168\.7\.10/);
  },

  async "axe finds nothing serious"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await open(page, { view: "endpoints", query: `theme=${theme}` });
      await inject(page);
      assert.deepEqual(await serious(page), [], theme);
      await write(page, SHOP);
      assert.deepEqual(await serious(page), [], theme);
    }
  },
};
