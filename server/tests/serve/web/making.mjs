// What is chosen before a run, and how one is ended: a photo that is pasted or dropped, the whole picture, a mask, another model;
// a run that waits and one that runs are canceled, and what they cost comes back.
import { readFileSync } from "node:fs";
import { check, download, inBrowser, inspect, listed, shown, signIn, tabTo, until, visitor } from "./browser.mjs";

const [base, chromium, key, photo, mask, notes] = process.argv.slice(2);

await inBrowser(chromium, async () => {
  const owner = await visitor(base, null);
  await compare(owner);
  await signIn(owner, key);
  await paste(owner);
  await drop(owner);
  await waitForPlace(owner);
  await useMask(owner);
  await chooseModel(owner);
  await byKeyboard(await visitor(base, null));
  await cancel(owner);
  await find(owner);
});

/** What a visitor is told of prices is what is charged for each choice; and how long credits last. */
async function compare({ page }) {
  await page.goto("/");
  await page.getByText("A model costs 10 to 20 credits.").waitFor();
  await page.getByText("Credits last 18 months.").waitFor();
  const table = page.getByRole("table", { name: "Credits for a model" });
  const rows = await table.getByRole("row").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
  const wanted = [
    ["Made by", "Coarse, quick", "Normal", "Fine", "Very fine"],
    ["Silhouette, a quick preview", "10", "10", "10", "15"],
    ["TripoSR, a network", "20", "20", "20", "20"],
  ];
  check(JSON.stringify(rows) === JSON.stringify(wanted), JSON.stringify(rows));
  await page.getByText("60 credits, up to 6 models").waitFor();
}

/** Pays, and waits for the model; how wide it is for its height. */
async function generate(page, button) {
  await page.getByLabel("Detail").selectOption("128");
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForURL("**/models/gen_*");
  await page.getByRole("heading", { name: "Download" }).waitFor();
  await shown(page);
  const { bytes } = await download(page, "GLB");
  const scene = JSON.parse(bytes.subarray(20, 20 + bytes.readUInt32LE(12)).toString());
  const { min, max } = scene.accessors[scene.meshes[0].primitives[0].attributes.POSITION];
  return (max[0] - min[0]) / (max[1] - min[1]);
}

function near(ratio, wanted, what) {
  check(Math.abs(ratio / wanted - 1) < 0.15, `${what} is ${ratio} times as wide as high, and ${wanted} in the picture`);
}

/** The disc is cut out of a picture that was copied elsewhere. */
async function paste(visitor) {
  const { context, page } = visitor;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });
  await page.evaluate(async (bytes) => {
    const picture = new Blob([new Uint8Array(bytes)], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  }, [...readFileSync(photo)]);
  await page.keyboard.press("Control+V");
  await page.locator(".cutout img").waitFor();
  await page.getByText("This will be modelled").waitFor();
  near(await generate(page, "Generate (10 credits)"), 1, "what was pasted and cut out");
}

/** Lets the mouse drop a file on the page, as a window of the desktop does. */
async function dropFile(page, file) {
  const client = await page.context().newCDPSession(page);
  const { x, y, width, height } = await page.locator(".dropzone").boundingBox();
  const at = { x: x + width / 2, y: y + height / 2, data: { items: [], files: [file], dragOperationsMask: 1 } };
  await client.send("Input.dispatchDragEvent", { type: "dragEnter", ...at });
  await client.send("Input.dispatchDragEvent", { type: "dragOver", ...at });
  await page.locator(".dropzone.over").waitFor();
  await client.send("Input.dispatchDragEvent", { type: "drop", ...at });
  await client.detach();
}

/** All of a picture that was dropped; what is no picture is not taken. */
async function drop(visitor) {
  const { page } = visitor;
  await page.goto("/create");
  await page.getByText("Drop a photo here").waitFor();
  await dropFile(page, notes);
  await page.getByText("notes.txt is not a PNG, JPEG or WebP picture.").waitFor();
  check(await page.getByRole("button", { name: "Generate (10 credits)" }).isDisabled(), "there is nothing to be made a model of");
  await dropFile(page, photo);
  await page.getByText("This will be modelled").waitFor();
  await page.getByLabel("Keep the whole picture").check();
  await page.getByText("Looking for the object").waitFor();
  await page.getByText("This will be modelled").waitFor();
  await inspect(visitor, "/create with the whole picture");
  near(await generate(page, "Generate (10 credits)"), 2, "the whole picture");
}

/** Where there is no place for a cut-out, the page asks again when it is told to, and not for ever. */
async function waitForPlace({ page }) {
  const busy = { status: 429, headers: { "retry-after": "1" }, contentType: "application/problem+json" };
  const body = JSON.stringify({ code: "cutouts_busy", detail: "all places are taken" });
  let asked = 0;
  let free = 2;
  await page.route("**/v1/cutouts", (route) => (asked++ < free ? route.fulfill({ ...busy, body }) : route.fallback()));
  await page.goto("/create");
  await page.locator("#photo").setInputFiles(photo);
  await page.getByText("This will be modelled").waitFor();
  check(asked === 3, `asked ${asked} times for a place`);
  [asked, free] = [0, Infinity];
  await page.getByLabel("Keep the whole picture").check();
  await page.getByText("All places are taken.").waitFor();
  check(asked === 5, `asked ${asked} times for a place that there is not`);
  await page.unroute("**/v1/cutouts");
}

/** A bar that only the mask knows of. */
async function useMask(visitor) {
  const { page } = visitor;
  await page.goto("/create");
  await page.locator("#photo").setInputFiles(photo);
  await page.locator("#mask").setInputFiles(mask);
  await page.getByText("In use: mask.png").waitFor();
  await page.getByText("This will be modelled").waitFor();
  await inspect(visitor, "/create with a mask");
  near(await generate(page, "Generate (10 credits)"), 1 / 3, "what the mask has");
}

/** The price on the button is that of what is chosen. */
async function chooseModel(visitor) {
  const { page } = visitor;
  await page.goto("/create");
  await page.locator("#photo").setInputFiles(photo);
  const price = (credits) => page.getByRole("button", { name: `Generate (${credits} credits)`, exact: true }).waitFor();
  await price(10);
  await page.getByLabel("Detail").selectOption("512");
  await price(15);
  await page.getByLabel("Model", { exact: true }).selectOption("triposr");
  await price(20);
  await page.getByLabel("Size in the frame").selectOption("0.65");
  await inspect(visitor, "/create with another model");
  await generate(page, "Generate (20 credits)");
  await page.getByText("triposr", { exact: true }).waitFor();
  check((await page.locator(".facts").innerText()).includes("20 credits"), "it cost what the button said");
}

/** From the sign-in to the download without a mouse. */
async function byKeyboard({ page }) {
  await page.goto("/signin");
  await tabTo(page, page.getByLabel("API key"));
  await page.keyboard.type(key);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/create");
  await tabTo(page, page.locator("#photo"));
  const [dialog] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
  await dialog.setFiles(photo);
  const button = page.getByRole("button", { name: "Generate (10 credits)" });
  await until(() => button.isEnabled(), "a model of the photo can be made");
  await tabTo(page, button);
  await page.keyboard.press("Space");
  await page.waitForURL("**/models/gen_*");
  await page.getByRole("heading", { name: "Download" }).waitFor();
  await tabTo(page, page.getByRole("link", { name: "GLB", exact: true }));
  const [model] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  check(model.suggestedFilename().endsWith(".glb"), model.suggestedFilename());
}

/** Starts a run; its page. */
async function begin({ context }, detail) {
  const page = await context.newPage();
  await page.goto("/create");
  await page.locator("#photo").setInputFiles(photo);
  await page.getByLabel("Detail").selectOption(detail);
  await page.getByRole("button", { name: "Generate (10 credits)" }).click();
  await page.waitForURL("**/models/gen_*");
  return page;
}

/** One that runs and will not end, and one that waits behind it. */
async function cancel(visitor) {
  const before = await balance(visitor);
  const runs = await begin(visitor, "384");
  await runs.locator('.stages [data-state="now"]', { hasText: "Guessing the shape" }).waitFor();
  await inspect({ page: runs, wrong: visitor.wrong }, "a run");
  const waits = await begin(visitor, "128");
  await waits.getByText("Waiting for a free place").waitFor();
  await inspect({ page: waits, wrong: visitor.wrong }, "a run that waits");
  check((await balance(visitor)) === before - 20, "both are paid by holds");
  await visitor.page.getByText("20 credits on hold").waitFor();

  await visitor.page.goto("/models");
  await visitor.page.getByLabel("Show").selectOption("Waiting or running");
  await listed(visitor.page, 2);
  for (const page of [waits, runs]) {
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("You canceled this run, and its 10 credits came back.").waitFor();
    await inspect({ page, wrong: visitor.wrong }, "a canceled run");
    await page.close();
  }
  check((await balance(visitor)) === before, "what was canceled costs nothing");
  await visitor.page.goto("/models");
  await visitor.page.getByLabel("Show").selectOption("Canceled");
  await listed(visitor.page, 2);
}

async function balance({ page }) {
  await page.goto("/credits");
  return Number(await page.locator(".figure .amount").innerText());
}

/** The oldest run failed; it is on a later page of the history, and the filter finds it all the same. */
async function find(visitor) {
  const { page } = visitor;
  await page.goto("/models");
  await page.getByRole("button", { name: "Show more" }).waitFor();
  check((await page.locator(".state.failed").count()) === 0, "it is not on the first page");
  await page.getByLabel("Show").focus();
  await page.getByLabel("Show").selectOption("Failed");
  await page.locator(".state.failed").waitFor();
  await listed(page, 1);
  const card = await page.locator(".card").innerText();
  check(card.includes("AI processing error") && card.includes("10 credits came back"), card);
  check(await page.getByLabel("Show").evaluate((choice) => choice === document.activeElement), "the choice keeps the focus");
  await inspect(visitor, "/models, failed ones");
}
