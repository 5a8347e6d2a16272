// Chromium, and what every page has to keep to: no request to another host, nothing that its Content-Security-Policy refuses, no
// error of a script, no violation that axe-core finds, nothing wider than a phone, a dark one where that is wanted.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
/** Where pictures of all that is looked at go, if anywhere. */
const PICTURES = process.env.ONECLICK3D_SCREENSHOTS;

export function check(good, what) {
  if (!good) throw new Error(what);
}

/** Waits until this is so; the pages have no event for it. */
export async function until(holds, what) {
  for (let round = 0; !(await holds()); round++) {
    check(round < 150, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The page comes to list this many models. */
export const listed = (page, count) => until(async () => (await page.locator(".card").count()) === count, `${count} models are listed`);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Asks the test for something that only it can do. */
export async function ask(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
  const { value, done } = await lines.next();
  if (done) throw new Error("the test has ended");
  return JSON.parse(value);
}

let browser = null;
/** Everybody who came, and what was wrong where he was. */
const visitors = [];

/** Takes these steps in a browser, and ends the script. Nothing may have been wrong when the last window is closed. */
export async function inBrowser(executablePath, steps) {
  // Software draws the models: there is no GPU where tests run.
  const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  browser = await chromium.launch({ executablePath, args });
  let last;
  try {
    last = await steps();
    for (const { context } of visitors) await context.close();
    for (const { wrong } of visitors) check(wrong.length === 0, wrong.join("\n"));
  } finally {
    await browser.close();
  }
  process.stdout.write(`${JSON.stringify(last ?? { done: true })}\n`);
  process.exit(0);
}

/** A visitor with cookies of his own. `elsewhere` is the one other host that he may be sent to. */
export async function visitor(base, elsewhere) {
  const context = await browser.newContext({ baseURL: base, viewport: DESKTOP, reducedMotion: "reduce", acceptDownloads: true });
  const wrong = [];
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === new URL(base).origin || url.protocol === "blob:" || url.protocol === "data:") return route.continue();
    if (url.origin === elsewhere) return route.fulfill({ contentType: "text/html", body: "<title>Pay</title>" });
    wrong.push(`asked another host: ${url}`);
    return route.abort();
  });
  context.setDefaultTimeout(60_000);
  context.on("weberror", (error) => wrong.push(`${error.page()?.url()}: ${error.error().stack}`));
  context.on("console", (message) => {
    // What the server refuses is told so as well; pages show that.
    const refused = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refused) wrong.push(`${message.page()?.url()}: ${message.text()}`);
  });
  const page = await context.newPage();
  const visitor = { context, page, wrong };
  visitors.push(visitor);
  return visitor;
}

/** Checks what is shown now: on a phone and on a desktop, light and dark. */
export async function inspect({ page, wrong }, name) {
  // A page is there with its heading; before, it only waits for the server.
  await page.locator("h1").waitFor();
  const papers = new Set();
  for (const [colorScheme, viewport] of [["light", PHONE], ["dark", DESKTOP]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wide <= 0, `${name} is ${wide} px wider than ${viewport.width}`);
    const hidden = await page.locator(".scroller").evaluateAll((tables) => tables.filter((table) => table.scrollWidth > table.clientWidth).length);
    check(hidden === 0, `${name} has tables that do not fit on ${viewport.width}`);
    papers.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    if (PICTURES) await picture(page, `${name}-${viewport.width}-${colorScheme}`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    check(found.length === 0, `${name}, ${colorScheme}, ${viewport.width}: ${found.join("\n")}`);
  }
  check(papers.size === 2, `${name} is as light in the dark: ${[...papers]}`);
  check(wrong.length === 0, `${name}: ${wrong.join("\n")}`);
}

async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ fullPage: true, path: join(PICTURES, `${name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "")}.png`) });
}

/** Comes to it by the Tab key alone. */
export async function tabTo(page, locator) {
  await locator.waitFor({ state: "attached" });
  const there = () => locator.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await there()); presses++) {
    check(presses < 60, `the Tab key does not come to ${locator}`);
    await page.keyboard.press("Tab");
  }
}

/** Signs in with a key. */
export async function signIn({ page }, key) {
  await page.goto("/signin");
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/create");
}

/** The model on the page is drawn. */
export async function shown(page) {
  await page.locator('.viewer[data-state="shown"]').waitFor();
}

/** Presses twice, since the first answer to `POST path` is lost: the server did what was asked, and the page does not know. */
export async function pressTwice(page, path, button) {
  let lost = false;
  await page.route(`**${path}`, async (route) => {
    if (lost || route.request().method() !== "POST") return route.fallback();
    lost = true;
    await route.fetch();
    await route.abort("connectionreset");
  });
  await button.click();
  await page.getByText("The server cannot be reached.").waitFor();
  await button.click();
}

/** How many rows a list of the API has for who is signed in. */
export async function count(page, path) {
  const answer = await page.request.get(path);
  check(answer.ok(), `${path}: ${answer.status()}`);
  return (await answer.json()).data.length;
}

/** A picture has come. */
export async function drawn(picture) {
  await until(() => picture.evaluate((picture) => picture.complete && picture.naturalWidth > 0), `${picture} is drawn`);
}

/** What a link of this name downloads. */
export async function download(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
  return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() };
}
