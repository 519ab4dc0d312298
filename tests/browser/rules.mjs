// The view of rules: its lines are the command's, each is explained, lights up and leads to its YAML.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { EDITOR, LANGUAGES, PATIENCE, caretAt, drawn, eventually, open, portolan, selected, write } from "./harness.mjs";
import { SHOP, fleet } from "./shop.mjs";

const MODES = [["iptables", "iptables"], ["nftables", "nftables"], ["IPVS", "ipvs"]];
const EXPLAINED = ".rules-sentence";

/** Opens the rules of a text. */
async function start(page, text, options = {}) {
  await open(page, { view: "rules", ...options });
  await write(page, text);
}

/** Chooses in one of the selectors, by its place in the toolbar: mode, node, family, version. */
async function choose(page, place, label) {
  const selectors = await page.$$("#view .toolbar select");
  await selectors[place].selectOption({ label });
  await drawn(page);
}

/** The lines that are shown, as they are read, without those that are gone. */
const lines = (page) => page.$$eval(".rules-line:not(.removed)", (lines) => lines.map((line) => {
  const copy = line.cloneNode(true);
  copy.querySelectorAll(".unseen").forEach((unseen) => unseen.remove());
  return copy.textContent;
}));

const printed = async (page) => {
  await page.click('.switch button[aria-pressed="false"]');
  await drawn(page);
};

const unfoldAll = async (page) => {
  while (await page.$('.rules-title[aria-expanded="false"]')) {
    await page.click('.rules-title[aria-expanded="false"]');
    await drawn(page);
  }
};

export default {
  async "as they are printed, the lines are those of the command, in every mode, on every node, of old and new releases"({ page }) {
    await start(page, SHOP);
    await printed(page);
    for (const [label, mode] of MODES) {
      await choose(page, 0, label);
      const old = mode === "iptables" ? ["1.20", "1.25"] : ["1.31", "1.33"];
      for (const [node, version] of [["node-a", "1.36"], ["node-b", old[0]], ["node-c", old[1]]]) {
        await choose(page, 1, node);
        await choose(page, 3, version);
        const words = ["rules", "--mode", mode, "--node", node, "--kubernetes", version];
        assert.equal(`${(await lines(page)).join("\n")}\n`, portolan(words, SHOP), words.join(" "));
      }
    }
  },

  async "a release without a mode says so"({ page }) {
    await start(page, SHOP);
    await choose(page, 0, "nftables");
    await choose(page, 3, "1.25");
    assert.match(await page.innerText("#view .quiet"), /kube-proxy 1\.25 has no mode nftables/);
    await choose(page, 3, "1.31");
    assert.match(await page.innerText("#view"), /those of 1\.31 may differ/);
  },

  async "flags of kube-proxy are followed, and a wrong one is told"({ page }) {
    await start(page, SHOP);
    await printed(page);
    await page.fill(".rules-flags input", "--masquerade-all");
    await page.press(".rules-flags input", "Enter");
    await drawn(page);
    const done = `${(await lines(page)).join("\n")}\n`;
    assert.notEqual(done, portolan(["rules"], SHOP));
    assert.ok(!done.includes("! -s 10.244.0.0/16"), done);
    await page.fill(".rules-flags input", "--masquerade-alll");
    await page.press(".rules-flags input", "Enter");
    await drawn(page);
    assert.match(await page.innerText("#view .quiet"), /no flag --masquerade-alll/);
  },

  async "by Service, every rule stands once, under the Service that it serves"({ page }) {
    await start(page, SHOP);
    for (const [label, mode] of MODES) {
      await choose(page, 0, label);
      await unfoldAll(page);
      const shown = await lines(page);
      const all = portolan(["rules", "--mode", mode], SHOP).split("\n");
      for (const line of shown) assert.ok(all.includes(line), line);
      const rules = all.filter((line) => /^-A |^add |elements = |dnat ip to |^ {2}-> \d/.test(line));
      for (const line of rules) assert.ok(shown.includes(line), `${mode}: ${line} is not shown`);
      assert.equal(new Set(shown.filter((line) => line.startsWith("-A"))).size, new Set(rules.filter((line) => line.startsWith("-A"))).size);
    }
  },

  async "a line is explained when it has the pointer or the focus, and the arrow keys move along the lines"({ page }) {
    const words = { en: /the destination becomes Pod (web-|old).* on node-/, ja: /宛先をnode-.*のPod (web-|old).*に書き換えます/ };
    for (const lang of LANGUAGES) {
      await start(page, SHOP, { lang });
      await unfoldAll(page);
      await page.hover('.rules-line:has-text("-j DNAT") .rules-text >> nth=0');
      await eventually(async () => assert.match(await page.innerText(EXPLAINED), words[lang]));
      await page.focus(".rules-lines .rules-text >> nth=0");
      const first = await page.innerText(EXPLAINED);
      await page.keyboard.press("ArrowDown");
      await drawn(page);
      assert.notEqual(await page.innerText(EXPLAINED), first);
      assert.equal(await page.evaluate(() => document.activeElement.className), "rules-text");
      await page.keyboard.press("Home");
      await drawn(page);
      assert.equal(await page.innerText(EXPLAINED), first);
      assert.ok((await page.$$(".rules-pieces div")).length > 2);
    }
  },

  async "the caret on targetPort lights the rule that rewrites the destination, and no other DNAT"({ page }) {
    await start(page, SHOP);
    await unfoldAll(page);
    await caretAt(page, "http, nodePort");
    const lit = (await page.$$eval(".rules-line.lit", (lines) => lines.map((line) => line.textContent))).filter((line) => line.includes("DNAT"));
    assert.ok(lit.length > 0);
    assert.ok(lit.every((line) => line.includes("default/web:http")), lit.join("\n"));
    await page.click(".rules-title >> nth=1");
    await drawn(page);
    await caretAt(page, "8080}");
    assert.ok(await page.$(".rules-title.lit, .rules-line.lit"));
  },

  async "a click on a rule shows the YAML that it comes from, Enter does the same"({ page }) {
    await start(page, SHOP);
    await unfoldAll(page);
    await page.click('.rules-line:has-text("--dport 30080 -j") .rules-text >> nth=0');
    await drawn(page);
    assert.equal(await selected(page), "30080");
    await page.focus('.rules-line:has-text("recent --rcheck") .rules-text >> nth=0');
    await page.keyboard.press("Enter");
    await drawn(page);
    assert.equal(await selected(page), "ClientIP");
  },

  async "a chain leads to its rules, even in a folded group"({ page }) {
    await start(page, SHOP);
    await page.click(".rules-jump >> nth=0");
    await eventually(async () => {
      const focused = await page.evaluate(() => document.activeElement.closest(".rules-line")?.textContent ?? "");
      assert.match(focused, /^-A KUBE-/);
    });
  },

  async "beside a kept state, rules that have come and those that are gone are marked"({ page }) {
    await start(page, SHOP.replace("replicas: 3", "replicas: 1"));
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("replicas: 3", "replicas: 1").replace("nodePort: 30080", "nodePort: 30081"));
    await unfoldAll(page);
    const marked = (kind) => page.$$eval(`.rules-line.${kind}`, (all) => all.map((line) => line.textContent));
    const [added, removed] = [await marked("added"), await marked("removed")];
    assert.ok(added.length > 0 && added.every((line) => line.includes("30081")), added.join("\n"));
    assert.ok(removed.length > 0 && removed.every((line) => line.includes("30080")), removed.join("\n"));
  },

  async "thousands of rules do not freeze the page"({ page }) {
    await start(page, fleet(2, 2));
    const text = fleet(50, 20);
    const before = Date.now();
    await write(page, text);
    await page.waitForFunction(() => document.querySelectorAll(".rules-group").length > 50);
    const took = Date.now() - before;
    const shown = await page.$$eval(".rules-line", (all) => all.length);
    assert.ok(shown < 400, `${shown} lines`);
    assert.ok(took < PATIENCE, `${took} ms`);
    assert.equal((await page.$$(".rules-group")).length, 51);
    await printed(page);
    assert.ok((await lines(page)).length <= 240);
  },

  async "axe finds nothing serious on unfolded rules with an explanation"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await start(page, SHOP, { query: `theme=${theme}` });
      await inject(page);
      await unfoldAll(page);
      await page.focus(".rules-lines .rules-text >> nth=3");
      await caretAt(page, "http, nodePort");
      assert.deepEqual(await serious(page), [], theme);
    }
    assert.ok(await page.$(EDITOR));
  },
};
