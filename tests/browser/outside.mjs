// The view of what is outside: every answer is that of the command's walk, and leads to its YAML.

import assert from "node:assert/strict";

import { inject, serious } from "./access.mjs";
import { LANGUAGES, drawn, open, picture, portolan, selected, write } from "./harness.mjs";
import { SHOP } from "./shop.mjs";

/** The buttons of the view's parts. */
const PARTS = Object.fromEntries(["ways", "balancers", "reachability", "advice"].map((name, place) => [name, `.outside-parts button >> nth=${place}`]));
/** Nobody may reach the shop. */
const DENY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {}, policyTypes: [Ingress]}
`;
const NODES = { "node-a": "192.168.10.11", "node-b": "192.168.10.12", "node-c": "192.168.10.13" };

/** What the page says of a way in, node by node: each answering Pod with its share. */
const answers = (page, address) => page.$$eval(".outside-table tbody tr", (rows, address) => {
  const row = rows.find((row) => row.cells[0].querySelector("code").textContent === address);
  return [...row.cells].slice(1).map((cell) => [...cell.querySelectorAll("li")].map((item) => {
    const [share, name] = item.textContent.match(/(\d+) % ?(\S+)/).slice(1);
    return `${share} ${name.trim()}`;
  }).sort());
}, address);

/** What the command says of a node port. */
function walked(address) {
  const { outcomes } = JSON.parse(portolan(["trace", "--from", "198.51.100.77", "--to", address, "--output", "json"], SHOP));
  return outcomes.filter(({ result }) => result === "answered").map(({ probability, pod }) => `${Math.round(probability * 100)} ${pod.split("/")[1]}`).sort();
}

export default {
  async "a node port answers by each node as the command's walk does"({ page }) {
    await open(page, { view: "outside" });
    await write(page, SHOP);
    const expected = Object.values(NODES).map((ip) => walked(`${ip}:30080`));
    assert.deepEqual(await answers(page, ":30080"), expected);
    assert.ok(expected.some((one) => one.length === 0) && expected.some((one) => one.length > 0));
  },

  async "it says whether the client's address is kept, and why a node does not answer"({ page }) {
    const words = { en: [/client's address kept/, /its policy Local uses no others/], ja: [/送信元は元のまま/, /Local/] };
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "outside" });
      await write(page, SHOP);
      const text = await page.innerText("#view");
      for (const one of words[lang]) assert.match(text, one);
      await page.click(".outside-policy >> nth=0");
      await drawn(page);
      assert.equal(await selected(page), "Local");
      await page.click(".outside-reason >> nth=0");
      await drawn(page);
      assert.equal(await selected(page), "Local");
    }
  },

  async "beside a kept state, answers that have changed are marked"({ page }) {
    await open(page, { view: "outside" });
    await write(page, SHOP);
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("externalTrafficPolicy: Local", "externalTrafficPolicy: Cluster"));
    assert.ok((await page.$$(".outside-answer.changed")).length > 0);
    assert.match(await page.innerText(".outside-answer.changed >> nth=0"), /was: /);
  },

  async "what is not simulated is said, also where nothing is open"({ page }) {
    await open(page, { view: "outside" });
    assert.match(await page.innerText("#view .quiet"), /No Service is open to the outside/);
    assert.match(await page.innerText(".outside-limits"), /firewalls/);
  },

  async "a load balancer without an address is pending"({ page }) {
    await open(page, { view: "outside" });
    await write(page, SHOP.replace("annotations: {portolan.dev/lb-ip: 203.0.113.9}", "annotations: {}"));
    assert.match(await page.innerText("#view"), /EXTERNAL-IP <pending>/);
  },

  async "what is in front of a Service is that of the command, policy by policy, and follows the provider"({ page }) {
    await open(page, { view: "outside" });
    await write(page, SHOP);
    await page.click(PARTS.balancers);
    await page.click("#what-if");
    await page.waitForSelector("#what-if-panel");
    await page.selectOption("#what-if-panel select[aria-label='Load balancers of']", "ack-terway-eniip");
    const table = ".balancer-table >> nth=0";
    await page.waitForFunction(() => /ack-terway-eniip/.test(document.querySelector(".outside-service h3").textContent));
    const [front] = JSON.parse(portolan(["get", "external", "-A", "--provider", "ack-terway-eniip", "--output", "json"], SHOP));
    const text = await page.innerText(table);
    for (const { pod } of front.backends.filter(({ pod }) => pod)) assert.match(text, new RegExp(pod.split("/").pop()));
    assert.ok((await page.$$(".balancer-pages a[href^='https://']")).length > 0);
    assert.match(await page.innerText(".what-if-chips"), /ack-terway-eniip/);
  },

  async "who reaches what is the command's table, and a mark leads to the policy"({ page }) {
    await open(page, { view: "outside" });
    await write(page, `${SHOP}---\n${DENY}`);
    await page.click(PARTS.reachability);
    const { pairs } = JSON.parse(portolan(["get", "reachability", "-A", "--output", "json"], `${SHOP}---\n${DENY}`));
    const count = async (mark) => (await page.$$(`.reach-cell.${mark}`)).length;
    for (const [mark, result] of [["good", "yes"], ["partly", "partly"], ["bad", "no"]]) {
      assert.equal(await count(mark), pairs.filter((pair) => pair.result === result).length, mark);
    }
    await page.click(".reach-cell.bad button >> nth=0");
    await drawn(page);
    assert.match(await selected(page), /Ingress/);
  },

  async "advice has the command's order, and another answer changes it"({ page }) {
    await open(page, { view: "outside" });
    await write(page, SHOP);
    await page.click(PARTS.advice);
    const names = () => page.$$eval(".advice-choice h4 button", (all) => all.map((one) => one.textContent));
    const about = await page.inputValue(".advice-about select");
    const { choices } = JSON.parse(portolan(["advise", about, "--output", "json"], SHOP));
    assert.equal((await names()).length, choices.length);
    const before = await names();
    await page.selectOption(".advice-answer select >> nth=0", "no");
    await drawn(page);
    assert.notDeepEqual(await names(), before);
    assert.match(await page.innerText(".advice-manifest pre"), /kind: /);
  },

  async "axe finds nothing serious"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await open(page, { view: "outside", query: `theme=${theme}` });
      await inject(page);
      await write(page, `${SHOP}---\n${DENY}`);
      for (const [name, part] of Object.entries(PARTS)) {
        await page.click(part);
        await drawn(page);
        assert.deepEqual(await serious(page), [], `${theme} ${name}`);
        await page.screenshot({ path: picture(`outside-${name}-${theme}`) });
      }
    }
  },
};
