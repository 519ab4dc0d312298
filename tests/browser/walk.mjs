// The walk: a question, its outcomes, the stepper by keys and by hand, the map, the YAML, and what the terminal shows.

import assert from "node:assert/strict";

import { LANGUAGES, PHONE, drawn, open, portolan, rested, selected, write } from "./harness.mjs";

const SHOP = `apiVersion: v1
kind: Service
metadata:
  name: echo
spec:
  type: NodePort
  selector: {app: echo}
  ports:
    - {name: http, port: 80, targetPort: http, nodePort: 30080}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: echo}
spec:
  replicas: 2
  selector: {matchLabels: {app: echo}}
  template:
    metadata: {labels: {app: echo}}
    spec:
      containers:
        - {name: nginx, image: nginx, ports: [{name: http, containerPort: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: debug}
spec: {containers: [{name: debug, image: curl}]}
`;

/** The steps that are listed. */
const steps = (page) => page.$$eval(".way .step > .bare:not(.link)", (items) => items.map((item) => item.innerText));
/** The place of the step that the reader stands on. */
const place = (page) => page.$eval(".way [data-step]:has([aria-current])", (item) => Number(item.dataset.step));
const narration = (page) => page.innerText(".narration");

async function begin(page, { lang = "en", text = SHOP } = {}) {
  await open(page, { lang, view: "walk" });
  await write(page, text);
}

export default {
  async "the walk is the command's, rule by rule, and its outcomes add up"({ page }) {
    for (const lang of LANGUAGES) {
      await begin(page, { lang });
      const words = ["trace", "--from", "pod/debug", "--to", "http://echo/", "--lang", lang, "--output", "json"];
      const trace = JSON.parse(portolan(words, SHOP));
      const shares = await page.$$eval(".outcomes .outcome b", (items) => items.map((item) => item.innerText));
      assert.deepEqual(shares, trace.outcomes.map(({ probability }) => `${probability * 100}%`));
      const rules = await page.$$eval(".way .rule", (items) => items.map((item) => item.textContent));
      const first = trace.outcomes[0].address;
      const known = new Set(trace.steps.map(({ rule }) => rule));
      assert.ok(rules.length >= 4 && rules.every((rule) => known.has(rule)), rules.join("\n"));
      assert.ok(rules.some((rule) => rule.includes(`--to-destination ${first}:80`)), rules.join("\n"));
    }
  },

  async "arrow keys, Home and End step, and each step is told, lit in the YAML and on the map"({ page }) {
    await begin(page);
    await page.focus(".walk-stepper");
    const count = (await steps(page)).length;
    assert.equal(await place(page), 0);
    await page.keyboard.press("ArrowRight");
    await drawn(page);
    assert.equal(await place(page), 1);
    assert.match(await narration(page), /opens a TCP connection to 10\./);
    for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowRight");
    await drawn(page);
    assert.match(await narration(page), /a Service has it/);
    assert.equal(await page.evaluate(() => document.activeElement.className), "walk-stepper", "the focus stays");
    assert.equal(await selected(page), "80", "the port of the Service is pointed at");
    assert.ok(await page.$('.map-card[data-key="svc/default/echo"].on'), "the packet is at the Service");
    await page.keyboard.press("End");
    await drawn(page);
    assert.equal(await place(page), count);
    assert.match(await page.innerText(".symptom"), /curl http:\/\/echo\//);
    assert.ok(await page.$('.map-card[data-key^="pod/default/echo-"].on'), "the packet is at a Pod");
    await page.keyboard.press("ArrowRight");
    await drawn(page);
    assert.equal(await place(page), count);
    await page.keyboard.press("Home");
    await drawn(page);
    assert.equal(await place(page), 0);
  },

  async "another outcome is another way, and a click on a step goes there"({ page }) {
    await begin(page);
    const before = await steps(page);
    await page.click(".outcomes li:nth-child(2) .outcome");
    await drawn(page);
    assert.equal(await page.getAttribute(".outcomes li:nth-child(2) .outcome", "aria-pressed"), "true");
    assert.notDeepEqual(await steps(page), before);
    await page.click(".way .step:has-text('the destination becomes') > .bare");
    await drawn(page);
    assert.match(await narration(page), /the destination becomes/);
  },

  async "the walk plays by itself and can be stopped"({ page }) {
    await begin(page);
    await page.click(".walk-stepper .play");
    await page.waitForFunction(() => document.querySelector(".way [data-step='1'] [aria-current]"));
    await page.click(".walk-stepper .play");
    await drawn(page);
    const stopped = await place(page);
    await rested(page, 2_600);
    assert.equal(await place(page), stopped);
  },

  async "every way in can be chosen: from Pods, nodes and outside, to Services, node ports and addresses"({ page }) {
    await begin(page);
    for (const from of ["pod/client", "pod/default/debug", "node/node-b", "203.0.113.7"]) {
      await page.selectOption(".ask-from", from);
      await page.selectOption(".ask-to", "svc/default/echo:80");
      await drawn(page);
      assert.match(await page.innerText(".outcomes"), /50%/, from);
    }
    await page.selectOption(".ask-to", "node/node-c:30080");
    await drawn(page);
    assert.match(await page.innerText(".asked"), /203\.0\.113\.7.*node\/node-c:30080/);
    assert.ok(await page.$('.map-window'), "on the map");
  },

  async "a question that is not understood is told kindly, in both languages"({ page }) {
    for (const [lang, words] of [["en", /did you mean default\/echo\?/], ["ja", /default\/echoのことではありませんか/]]) {
      await begin(page, { lang });
      await page.fill(".ask-written", "svc/ehco");
      await page.press(".ask-written", "Enter");
      await drawn(page);
      assert.match(await page.innerText(".wrong"), words);
    }
  },

  async "the end shows what the terminal shows, why, and a button that mends it"({ page }) {
    await open(page, { view: "walk" });
    await page.focus(".walk-stepper");
    await page.keyboard.press("End");
    await drawn(page);
    assert.match(await page.innerText(".symptom"), /curl: \(7\) Failed to connect to echo port 80: Connection refused/);
    await page.click(".ending button.primary");
    await drawn(page);
    assert.match(await page.innerText(".outcomes"), /50%/);
    await page.fill(".ask-written", "http://ehco/");
    await page.press(".ask-written", "Enter");
    await drawn(page);
    assert.match(await page.innerText(".symptom"), /curl: \(6\) Could not resolve host: ehco/);
  },

  async "what would be otherwise shows the outcomes before and after"({ page }) {
    await begin(page);
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("replicas: 2", "replicas: 1"));
    assert.match(await page.innerText(".outcomes"), /100%[^]*before: 50%/);
    assert.equal(await page.$$eval(".outcome.gone", (items) => items.length), 1);
    await write(page, SHOP.replace("targetPort: http,", "targetPort: htpp,"));
    assert.match(await page.innerText(".outcomes"), /connection refused[^]*before: never/);
  },

  async "no name or label becomes markup"({ page }) {
    await begin(page, { text: SHOP.replaceAll("app: echo", 'app: "<b id=evil>"').replace("http://", "<i>") });
    assert.equal(await page.$("#evil"), null);
  },

  async "the stepper works on a phone"({ page }) {
    await page.setViewportSize(PHONE);
    await open(page, { lang: "ja" });
    await write(page, SHOP);
    await page.click(".panes button:last-child");
    await page.click("#tab-walk");
    await page.click('.walk-stepper button[aria-label="最後へ"]');
    await drawn(page);
    assert.match(await narration(page), /応答あり/);
  },
};
