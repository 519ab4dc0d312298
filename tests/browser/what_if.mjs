// The what-if bar: each change can be made, is seen, is what the command would be told, and can be taken back.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { DESK, EDITOR, LANGUAGES, PHONE, drawn, open, openView, picture, portolan, rested, write } from "./harness.mjs";

const PODS = ".what-if-pods li select";

const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web:1.0}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80}]
`;

/** Opens the page with the shop, and the panel. */
async function start(page, options = {}) {
  await open(page, options);
  await write(page, SHOP);
  await page.click("#what-if");
  await page.waitForSelector("#what-if-panel");
}

/** What would be told to the command: the titles of the chips. */
const flags = (page) => page.$$eval(".what-if-chips .chip", (chips) => chips.map((chip) => chip.title));

async function choose(page, label, value) {
  await page.selectOption(`#what-if-panel select[aria-label="${label}"]`, value);
  await drawn(page);
}

/** What the page shows as the output of kubectl. */
async function kubectl(page) {
  await openView(page, "kubectl");
  return page.innerText("#view");
}

export default {
  async "the number of Pods is changed, and changed back"({ page }) {
    await start(page);
    await page.click(".stepper button:last-child");
    await drawn(page);
    assert.deepEqual(await flags(page), ["--set deploy/shop/web.replicas=3"]);
    assert.equal((await page.$$(PODS)).length, 3);
    await page.fill(".stepper input", "5");
    await page.press(".stepper input", "Enter");
    await drawn(page);
    assert.deepEqual(await flags(page), ["--set deploy/shop/web.replicas=5"]);
    await page.fill(".stepper input", "2");
    await page.press(".stepper input", "Enter");
    await drawn(page);
    assert.deepEqual(await flags(page), []);
    assert.equal(await page.inputValue(EDITOR), SHOP, "the text stays as it is");
  },

  async "a Pod is not ready, terminating or deleted, as the command says"({ page }) {
    await start(page);
    const names = await page.$$eval(PODS, (selects) => selects.map((select) => select.getAttribute("aria-label")));
    assert.equal(names.length, 2);
    for (const [state, flag] of [["not-ready", "--not-ready"], ["terminating", "--terminating"], ["deleted", "--delete"]]) {
      await choose(page, names[0], state);
      assert.deepEqual(await flags(page), [`${flag} ${names[0]}`]);
      const shown = await kubectl(page);
      const told = portolan(["get", "pods", "-A", "-o", "wide", flag, names[0]], SHOP);
      const line = told.split("\n").find((one) => one.includes(names[0].split("/").pop()));
      if (line) assert.ok(shown.includes(line.split(/\s+/)[3]), `${state}: ${line}`);
      else {
        const gone = await page.$$eval("#view .removed", (lines) => lines.map((line) => line.textContent));
        assert.ok(gone.some((line) => line.includes(names[0].split("/").pop())), state);
      }
    }
    await choose(page, names[0], "ready");
    assert.deepEqual(await flags(page), []);
  },

  async "nodes, policies, affinity, the client, the mode and the version are changed"({ page }) {
    await start(page);
    await choose(page, "node-b", "down");
    await choose(page, "svc/shop/web.externalTrafficPolicy", "Local");
    await choose(page, "svc/shop/web.internalTrafficPolicy", "Local");
    await choose(page, "svc/shop/web.sessionAffinity", "ClientIP");
    await choose(page, "Client", "@node-c");
    await choose(page, "kube-proxy's mode", "nftables");
    await choose(page, "Kubernetes", "20");
    assert.deepEqual(await flags(page), [
      "--node-down node-b",
      "--set svc/shop/web.externalTrafficPolicy=Local",
      "--set svc/shop/web.internalTrafficPolicy=Local",
      "--set svc/shop/web.sessionAffinity=ClientIP",
      "--client client@node-c",
      "--mode nftables",
      "--kubernetes 1.20",
    ]);
    assert.equal((await page.innerText("[role=status]:not(.notice)")).trim(), "", "all of them can be made");
    for (const lang of LANGUAGES) {
      await page.click(`.languages button[lang="${lang}"]`);
      await drawn(page);
      await page.screenshot({ path: picture(`what-if-${lang}`) });
    }
    await page.click(".chip-undo >> nth=0");
    await drawn(page);
    assert.equal((await flags(page)).length, 6);
    await page.click(".what-if-bar > button >> nth=-1");
    await drawn(page);
    assert.deepEqual(await flags(page), []);
  },

  async "changes of a link are awaited where their code is still on its way"({ page }) {
    await start(page);
    await page.click(".stepper button:last-child");
    await rested(page);
    const address = page.url();
    let arrive;
    const arrives = new Promise((done) => (arrive = done));
    await page.route("**/split_extras.wasm", (route) => arrives.then(() => route.continue()));
    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForSelector(EDITOR);
    assert.equal(await page.getAttribute(".what-if", "aria-busy"), "true");
    arrive();
    await openView(page, "map");
    assert.equal((await page.$$(".map-card.pod")).length, 3);
    assert.equal(await page.getAttribute(".what-if", "aria-busy"), null);
  },

  async "a change that cannot be made is told in words"({ page }) {
    await start(page);
    await page.click(".stepper button:last-child");
    await drawn(page);
    await write(page, SHOP.replace("kind: Deployment", "kind: StatefulSet").replace("replicas: 2", "serviceName: web"));
    for (const [lang, words] of [["en", /no Deployment/], ["ja", /Deploymentが1つもありません/]]) {
      await page.click(`.languages button[lang="${lang}"]`);
      await drawn(page);
      assert.match(await page.innerText(".what-if-unmet"), words);
    }
  },

  async "all of it is worked by the keyboard"({ page }) {
    await start(page);
    await page.focus(".stepper input");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await drawn(page);
    assert.deepEqual(await flags(page), ["--set deploy/shop/web.replicas=3"]);
    await page.focus(PODS);
    await page.keyboard.press("ArrowDown");
    await drawn(page);
    assert.match((await flags(page))[1], /^--not-ready pod\/shop\/web-/);
    await page.focus("#what-if");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#what-if-panel", { state: "detached" });
  },

  async "axe finds nothing serious in the panel, and it fits a phone"({ page }) {
    for (const [size, lang, theme] of [[DESK, "en", "light"], [DESK, "ja", "dark"], [PHONE, "en", "contrast"], [PHONE, "ja", "light"]]) {
      await page.setViewportSize(size);
      await start(page, { lang, query: `theme=${theme}`, view: size === DESK ? "problems" : undefined });
      await page.click(".stepper button:last-child");
      await drawn(page);
      await inject(page);
      assert.deepEqual(await serious(page), [], `${lang}, ${theme}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${over} px too wide`);
      await page.screenshot({ path: picture(`what-if-${lang}-${theme}`) });
    }
  },

  async "what is pinned is compared with"({ page }) {
    await open(page);
    await page.click(".what-if-pin button");
    await drawn(page);
    assert.equal(await page.getAttribute(".what-if-pin button", "aria-pressed"), "true");
    await page.click(".what-if-pin button");
    await drawn(page);
    assert.equal(await page.getAttribute(".what-if-pin button", "aria-pressed"), "false");
  },
};
