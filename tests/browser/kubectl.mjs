// The terminal: what it prints is what the command prints, and what is not simulated is told kindly.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { LANGUAGES, caretAt, drawn, open, portolan, selected, write } from "./harness.mjs";
import { SHOP } from "./shop.mjs";

const LINE = ".kubectl-prompt input";

/** Opens the terminal on the shop. */
async function start(page, options = {}) {
  await open(page, { view: "kubectl", ...options });
  await write(page, SHOP);
}

async function type(page, line) {
  await page.fill(LINE, line);
  await drawn(page);
}

/** What is printed. */
const screen = (page) => page.$$eval(".kubectl-line", (lines) => lines.map((line) => (line.textContent === " " ? "" : line.textContent)));

const said = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent).join("\n"));

export default {
  async "what is printed is what the command prints"({ page }) {
    await start(page);
    const commands = ["svc,endpointslices,pods -A -o wide", "svc -o wide", "pods", "deploy,rs", "nodes -o wide", "pods -l app=web,tier=front", "endpoints -A", "svc web -o name"];
    for (const words of commands) {
      await type(page, `kubectl get ${words}`);
      const expected = portolan(["get", ...words.split(" ")], SHOP);
      assert.equal(`${(await screen(page)).join("\n")}\n`, expected, words);
    }
    await type(page, "kubectl describe svc web");
    assert.equal(`${(await screen(page)).join("\n")}\n`, portolan(["describe", "svc", "web"], SHOP));
  },

  async "a row, or a line of a description, shows its field, and is lit by it"({ page }) {
    await start(page);
    await type(page, "kubectl describe svc web");
    await page.click('.kubectl-line:has-text("NodePort:") >> nth=0');
    await drawn(page);
    assert.equal(await selected(page), "30080");
    await caretAt(page, "Local\n");
    assert.deepEqual(await page.$$eval(".kubectl-line.lit", (all) => all.map((one) => one.textContent.split(":")[0])), ["External Traffic Policy"]);
  },

  async "the form and the line follow each other"({ page }) {
    await start(page);
    const value = () => page.inputValue(LINE);
    const select = (nth, option) => page.selectOption(`.kubectl-form select >> nth=${nth}`, option).then(() => drawn(page));
    await select(1, "pods");
    await select(2, "default");
    assert.equal(await value(), "kubectl get pods -o wide");
    await page.fill('.kubectl-form input[type="text"]', "app in (web, api)");
    await page.press('.kubectl-form input[type="text"]', "Tab");
    await drawn(page);
    assert.equal(await value(), "kubectl get pods -l 'app in (web, api)' -o wide");
    await page.click(".kubectl-check >> nth=1");
    await drawn(page);
    assert.match(await value(), /--show-labels$/);
    assert.match((await screen(page))[0], /LABELS$/);
    await select(0, "describe");
    assert.match(await value(), /^kubectl describe svc/);
    await page.click('.kubectl-examples button:has-text("get nodes")');
    await drawn(page);
    assert.equal(await value(), "kubectl get nodes -o wide");
  },

  async "what kubectl refuses is refused in its words, and what is not simulated is told, in both languages"({ page }) {
    for (const lang of LANGUAGES) {
      await start(page, { lang });
      await type(page, "kubectl get serviec");
      assert.equal(await said(page, ".kubectl-error"), 'error: the server doesn\'t have a resource type "serviec"');
      await type(page, "kubectl get svc nowhere");
      assert.equal(await said(page, ".kubectl-error"), 'Error from server (NotFound): services "nowhere" not found');
      await type(page, "kubectl logs web");
      assert.match(await said(page, ".kubectl-note"), lang === "en" ? /logs is not simulated/ : /logsはシミュレーションの対象外/);
      await type(page, "kubectl get pods -l app=x -l app=web");
      assert.match(await said(page, ".kubectl-note"), lang === "en" ? /app=x has no effect/ : /app=xは無視されます/);
      assert.ok((await screen(page)).length > 3);
      await type(page, "");
      assert.match(await said(page, ".kubectl-note"), /kubectl get svc -o wide/);
    }
  },

  async "it says that it is simulated"({ page }) {
    await start(page);
    assert.equal(await page.innerText(".kubectl-prompt .chip"), "simulated");
  },

  async "beside a kept state, rows that have come or are gone are marked"({ page }) {
    await start(page);
    await type(page, "kubectl get svc");
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("name: sticky", "name: sticks"));
    const marked = (kind) => page.$$eval(`.kubectl-line.${kind}`, (all) => all.map((one) => one.lastChild.textContent.split(" ")[0]));
    assert.deepEqual(await marked("added"), ["sticks"]);
    assert.deepEqual(await marked("removed"), ["sticky"]);
  },

  async "hostile words stay words"({ page }) {
    await start(page);
    await type(page, "kubectl get <img/src=x> '\"><script>alert(1)</script>");
    assert.equal(await page.$("#view img, #view script"), null);
  },

  async "axe finds nothing serious"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await start(page, { query: `theme=${theme}` });
      await inject(page);
      for (const line of ["kubectl get svc,pods -A", "kubectl describe svc", "kubectl get nothing", "kubectl logs x"]) {
        await type(page, line);
        assert.deepEqual(await serious(page), [], `${line}, ${theme}`);
      }
    }
  },
};
