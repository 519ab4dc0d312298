// Opens an observed page as visitors do, and prints what ran: `node web/build/observe.mjs`, with the page's address in
// PORTOLAN_PAGE and the browser in CHROMIUM. The first line is the positions of the functions, the second the names of the
// wasm files that were fetched.
//
// What is done here is what runs before the rest of the program has come: the page opens, and is touched for the first
// time, which only takes down what is typed.

import { chromium } from "playwright-core";

const { PORTOLAN_PAGE, CHROMIUM } = process.env;
const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** The code editor, which comes last, and the plain one, which phones have as well. */
const [CODE, PLAIN] = [".cm-content", "#manifests"];
/** How the page is opened: the query, what the browser is, and the editor that comes. */
const VISITS = [
  ["?lang=en", DESK, CODE],
  ["?lang=ja", DESK, CODE],
  ["?lang=en", { ...DESK, colorScheme: "dark", reducedMotion: "reduce" }, CODE],
  ["?lang=en&editor=plain", DESK, PLAIN],
  ["?lang=ja", PHONE, PLAIN],
];
/** How long a page is left to itself after that, in milliseconds: longer than all that it does by itself. */
const STILL = 2500;


const [ran, fetched] = [new Set(), new Set()];

/** In the page: takes down the position of each function that is called in an observed module. */
function observer() {
  const ran = new Set();
  globalThis.portolanRan = () => [...ran];
  const imports = { observer: { ran: (position) => ran.add(position) } };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (source, given) => original(source, { ...given, ...imports });
  }
}

/** Touches the page for the first time: the rest is on its way, and does not come. */
async function touch(page, editor) {
  await page.evaluate(() => { globalThis.portolanRestComing = () => new Promise(() => {}); });
  await page.mouse.move(300, 300);
  // A phone shows the editor or the views.
  if (await page.isVisible(editor)) {
    await page.click(editor);
    await page.keyboard.type("typed", { delay: 20 });
    for (const [x, y] of [[0, 200], [100, 0], [-100, -200]]) await page.mouse.wheel(x, y);
  }
  await page.waitForTimeout(200);
}

async function visit(browser, query, options, editor) {
  const context = await browser.newContext({ ...options, serviceWorkers: "block" });
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").pop();
    if (name.endsWith(".wasm")) fetched.add(name);
  });
  await page.addInitScript(observer);
  await page.goto(PORTOLAN_PAGE + query);
  await page.waitForSelector(editor, { state: "attached" });
  await page.waitForTimeout(STILL);
  await touch(page, editor);
  for (const position of await page.evaluate(() => globalThis.portolanRan())) ran.add(position);
  await context.close();
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
for (const [query, options, editor] of VISITS) await visit(browser, query, options, editor);
await browser.close();
if (!ran.size) throw new Error("the page is not observed");
console.log([...ran].sort((a, b) => a - b).join(" "));
console.log([...fetched].sort().join(" "));
