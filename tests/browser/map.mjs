// The map: from clients to containers, linked to the YAML both ways, moved and folded by hand and by keys, compared, and
// taken along as SVG, PNG and Mermaid.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { DESK, LANGUAGES, PHONE, caretAt, drawn, eventually, open, picture, portolan, selected, write } from "./harness.mjs";

/** A Deployment and a Service. */
const shop = (replicas, { selector = "app: shop", target = "http", more = "" } = {}) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
      - name: shop
        image: shop
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {${selector}}
  ports: [{port: 80, targetPort: ${target}}]
${more}`;

/** Opens the map with a text. */
async function chart(page, text, options = {}) {
  await open(page, { view: "map", ...options });
  await write(page, text);
  await page.waitForSelector(".map-sheet");
}

/** The keys of the groups of a class. */
const keys = (page, selector) => page.$$eval(`.map-sheet ${selector}`, (groups) => groups.map((group) => group.dataset.key));

/** Where the map is. */
const camera = (page) => page.$eval(".map-sheet > g", (group) => group.getAttribute("transform"));

/** What a click saves. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`.map-tools button[aria-label="${name}"]`)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

export default {
  async "the way is drawn from the client to the container, and follows each key press"({ page }) {
    await chart(page, shop(2));
    assert.equal((await keys(page, ".map-card.pod.ready")).length, 2);
    assert.ok((await keys(page, ".map-wire.ready")).some((key) => key.startsWith("port/default/shop/0>slice/")));
    await write(page, shop(2, { selector: "app: shpo" }));
    assert.deepEqual(await keys(page, ".map-card.gap"), ["gap/default/shop/0"]);
    assert.match(await page.textContent(".map-card.gap"), /no Pod has app=shpo/);
    await write(page, "");
    assert.match(await page.textContent(".map-sheet"), /nothing to draw/);
  },

  async "the caret lights up what comes from its field, and a click shows the field"({ page }) {
    await chart(page, shop(2));
    await caretAt(page, "targetPort");
    const lit = await keys(page, ".lit");
    assert.ok(lit.includes("port/default/shop/0") && lit.some((key) => key.startsWith("slice/") && key.endsWith("/TCP/8080")), `${lit}`);
    assert.ok(!lit.some((key) => key.startsWith("pod/")), `${lit}`);
    await page.click('[data-key^="pod/"] >> text=8080/TCP http');
    assert.equal(await selected(page), "{name: http, containerPort: 8080}");
    await page.focus('[data-key="svc/default/shop"] [role=button]');
    await page.keyboard.press("Enter");
    assert.equal(await selected(page), "shop");
  },

  async "what is pointed at lights up the whole way through it"({ page }) {
    const other = "---\napiVersion: v1\nkind: Service\nmetadata: {name: away}\nspec: {type: ExternalName, externalName: example.com}\n";
    await chart(page, shop(1, { more: other }));
    await page.hover('[data-key^="slice/default/shop"] .map-title');
    await page.waitForSelector(".pointed");
    const on = await keys(page, ".on");
    for (const key of ["client", "svc/default/shop", "port/default/shop/0"]) assert.ok(on.includes(key), `${key}: ${on}`);
    assert.ok(!on.includes("svc/default/away") && !on.includes("name/example.com"), `${on}`);
  },

  async "many Pods are one box that opens and closes, by mouse and by keys"({ page }) {
    await chart(page, shop(300));
    assert.equal((await keys(page, ".map-card.pods")).length, 3);
    assert.match(await page.textContent(".map-card.pods"), /100 Pods.*100 of 100 ready/s);
    await page.click(".map-card.pods .map-fold");
    await drawn(page);
    assert.equal((await keys(page, ".map-card.pod")).length, 100);
    await page.focus(".map-card.pod .map-fold");
    await page.keyboard.press("Enter");
    await drawn(page);
    assert.equal((await keys(page, ".map-card.pods")).length, 3);
  },

  async "it is moved and enlarged by dragging, wheel, keys and buttons, and seen whole again"({ page }) {
    await chart(page, shop(3));
    const whole = await camera(page);
    const changed = async (what, act) => {
      const before = await camera(page);
      await act();
      await eventually(async () => assert.notEqual(await camera(page), before, what));
    };
    const box = await (await page.$(".map-sheet")).boundingBox();
    await changed("dragging", async () => {
      await page.mouse.move(box.x + 20, box.y + box.height - 20);
      await page.mouse.down();
      await page.mouse.move(box.x + 90, box.y + box.height - 60, { steps: 4 });
      await page.mouse.up();
    });
    await changed("the wheel", () => page.mouse.wheel(0, 40));
    await changed("the wheel with Ctrl", async () => {
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
    });
    await page.focus(".map-sheet");
    for (const key of ["ArrowLeft", "ArrowUp", "+", "-"]) await changed(key, () => page.keyboard.press(key));
    await page.keyboard.press("0");
    await eventually(async () => assert.equal(await camera(page), whole));
    assert.equal(await page.getAttribute("#tab-map", "aria-selected"), "true", "keys of the map do not open views");
    await changed("the button", () => page.click('.map-tools button[aria-label="Zoom in"]'));
  },

  async "what a change brings and takes is marked"({ page }) {
    await chart(page, shop(2));
    await page.click(".what-if-pin button");
    await write(page, shop(1, { selector: "app: shop, tier: web" }));
    assert.equal((await keys(page, ".map-card.pod.gone")).length, 1);
    assert.deepEqual(await keys(page, ".map-card.gap.new"), ["gap/default/shop/0"]);
    assert.deepEqual(await keys(page, ".map-card.service.changed"), ["svc/default/shop"]);
    assert.ok((await page.$$(".map-badge")).length >= 3, "a sign, not only a colour");
  },

  async "the same facts can be read as lists"({ page }) {
    await chart(page, shop(2, { target: "htpp" }));
    await page.click(".map-tools button[aria-pressed]");
    const text = await page.textContent(".map-lists");
    assert.match(text, /Port 80\/TCP leads nowhere: the 2 selected Pods do not name a port htpp; they name http/);
    await page.click(".map-lists >> text=Port 80/TCP leads nowhere");
    assert.equal(await selected(page), "{port: 80, targetPort: htpp}");
  },

  async "it is taken along as SVG, PNG and Mermaid"({ page, context }) {
    const text = shop(2);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await chart(page, text);
    for (const lang of LANGUAGES) {
      await page.click(`.languages button[lang="${lang}"]`);
      await drawn(page);
      const [svg, png] = lang === "en" ? ["Save as SVG", "Save as PNG"] : ["SVGで保存", "PNGで保存"];
      const file = await saved(page, svg);
      assert.equal(file.name, "portolan-map.svg");
      assert.equal(file.bytes.toString(), portolan(["draw", "-o", "svg", "--lang", lang], text), "the command's own picture");
      const image = await saved(page, png);
      assert.equal(image.name, "portolan-map.png");
      assert.equal(image.bytes.subarray(1, 4).toString(), "PNG");
      assert.ok(image.bytes.readUInt32BE(16) > 1000, "twice as wide as the map");
      await page.click('.map-tools button[aria-label*="Mermaid"]');
      const mermaid = portolan(["draw", "-o", "mermaid", "--lang", lang], text);
      await eventually(async () => {
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied.replaceAll("\r\n", "\n"), mermaid);
      });
    }
  },

  async "it is good to look at, light and dark, in both languages, and on a phone"({ page }) {
    for (const [theme, lang] of [["light", "en"], ["dark", "ja"], ["contrast", "en"]]) {
      await page.setViewportSize(DESK);
      await open(page, { lang, view: "map", query: `theme=${theme}` });
      await page.screenshot({ path: picture(`map-${theme}-${lang}`) });
    }
    await page.setViewportSize(PHONE);
    await open(page, { lang: "ja" });
    await page.click(".panes button:last-child");
    await page.waitForSelector(".map-sheet");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `the page is ${wide} pixels wide`);
    await page.screenshot({ path: picture("map-phone-ja"), fullPage: true });
  },
};
