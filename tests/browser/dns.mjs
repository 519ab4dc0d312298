// DNS: the dig box says what the command says, hints lead on, and the records are linked with the YAML.

import assert from "node:assert/strict";

import { LANGUAGES, caretAt, drawn, open, portolan, selected, write } from "./harness.mjs";

const SHOP = `apiVersion: v1
kind: Service
metadata: {name: db}
spec:
  clusterIP: None
  selector: {app: db}
  ports: [{name: sql, port: 5432}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: db, ports: [{name: sql, containerPort: 5432}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shell, namespace: tools}
spec: {containers: [{name: shell, image: curl}]}
`;

async function begin(page, { lang = "en", text = SHOP } = {}) {
  await open(page, { lang, view: "dns" });
  await write(page, text);
}

/** Looks a name up. */
async function dig(page, name, { from, type } = {}) {
  if (from) await page.selectOption(".dig-from", from);
  if (type) await page.selectOption(".dig-type", type);
  await page.fill(".dig-name input", name);
  await drawn(page);
}

/** The questions of the resolver: name and status. */
const queries = (page) => page.$$eval(".dig-queries li", (items) => items.map((item) =>
  [item.querySelector(".asked").innerText, item.querySelector(".status").innerText]));
const records = (page) => page.$$eval(".records tbody tr", (rows) => rows.map((row) =>
  [...row.cells].map((cell) => cell.innerText.trim())));

export default {
  async "the box walks the search list as the command does, from any Pod, for any type"({ page }) {
    for (const lang of LANGUAGES) {
      await begin(page, { lang });
      const asked = [
        ["db", "pod/default/db-0", "A"], ["db", "pod/tools/shell", "A"], ["db.default", "pod/tools/shell", "A"],
        ["_sql._tcp.db.default.svc.cluster.local", "pod/tools/shell", "SRV"], ["example.com", "pod/tools/shell", "AAAA"],
      ];
      for (const [name, from, type] of asked) {
        await dig(page, name, { from, type });
        const said = portolan(["dns", "--query", name, "--type", type, "--from", from, "--lang", lang], SHOP);
        const headings = said.split("\n").filter((line) => line.startsWith(`;; ${name}`)).map((line) => line.match(/^;; (\S+) \w+: (\w+)/)?.slice(1)).filter(Boolean);
        assert.deepEqual(await queries(page), headings, `${name} from ${from}`);
      }
    }
  },

  async "the answer looks like dig's, and says that it is simulated"({ page }) {
    await begin(page);
    await dig(page, "db-0.db", { from: "pod/default/db-1" });
    const shown = await page.innerText(".dig .symptom");
    assert.match(shown, /\$ dig \+search db-0\.db A/);
    assert.match(shown, /status: NOERROR/);
    assert.match(shown, /;; ANSWER SECTION:\ndb-0\.db\.default\.svc\.cluster\.local\. 5 IN A 10\.244\./);
    assert.match(shown, /simulated/);
  },

  async "a wrong name leads to the right one"({ page }) {
    await begin(page);
    for (const [wrong, meant] of [["bd", "db"], ["db", "db.default.svc.cluster.local"]]) {
      await dig(page, wrong, { from: wrong === "db" ? "pod/tools/shell" : "pod/default/db-0" });
      assert.ok((await page.innerText(".dig-hint")).includes(`Did you mean ${meant}?`));
      await page.click(".dig-hint button");
      await drawn(page);
      assert.equal(await page.inputValue(".dig-name input"), meant);
      assert.equal((await queries(page)).at(-1)[1], "NOERROR");
    }
  },

  async "the table has every record of the command, filtered by what is typed"({ page }) {
    await begin(page);
    const lines = portolan(["dns"], SHOP).trim().split("\n").slice(1).map((line) => line.split(/ {3,}/));
    const expected = lines.map(([name, ttl, type, data]) => [name, type, ttl, data]);
    const sorted = (rows) => rows.map((row) => row.join(" ")).sort();
    assert.deepEqual(sorted(await records(page)), sorted(expected));
    await page.fill(".records input", "srv");
    await drawn(page);
    const shown = await records(page);
    assert.ok(shown.length > 0 && shown.every((row) => row.some((cell) => cell.toLowerCase().includes("srv"))), String(shown));
    await page.fill(".records input", "nothing has this");
    await drawn(page);
    assert.deepEqual(await records(page), []);
  },

  async "records light up with their fields, and lead to them"({ page }) {
    await begin(page);
    await page.fill(".records input", "_sql");
    await drawn(page);
    assert.equal(await page.$(".records tr.lit"), null);
    await caretAt(page, "labels: {app");
    assert.ok(await page.$(".records tr.lit"), "the Pods' template is where the records come from");
    await page.click(".records tbody tr button");
    await drawn(page);
    assert.notEqual(await selected(page), "");
  },

  async "records that come and go are marked"({ page }) {
    await begin(page);
    await page.click(".what-if-pin button");
    await write(page, SHOP.replace("metadata: {name: db}\nspec:\n  clusterIP", "metadata: {name: pg}\nspec:\n  clusterIP"));
    await page.fill(".records input", ".svc.cluster.local");
    await drawn(page);
    const names = (selector) => page.$$eval(`.records ${selector}`, (rows) => rows.map((row) => row.cells[0].innerText));
    assert.ok((await names("tr.added")).some((name) => name.includes("pg.default.svc")));
    assert.ok((await names("tr.removed")).some((name) => name.includes("db.default.svc")));
  },
};
