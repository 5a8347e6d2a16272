// From the mailed link to the download, through a purchase, a failed run and a case; and what others see of it.
import { ask, check, count, download, drawn, inBrowser, inspect, listed, pressTwice, shown, signIn, until, visitor } from "./browser.mjs";

const [base, photo, chromium, operatorKey, strangerKey] = process.argv.slice(2);
const CHECKOUT = "https://checkout.example.com";

await inBrowser(chromium, async () => {
  const owner = await visitor(base, CHECKOUT);
  await look(owner);
  await lookWithoutWebGl();
  await signUp(owner);
  await buy(owner);
  const made = await generate(owner);
  const failed = await fail(owner);
  const case_ = await writeIn(owner, failed);
  await answer(case_);
  await read(owner, case_);
  await rest(owner);
  await stranger(made, failed, case_);
  return { made, failed, case: case_ };
});

/** What everybody sees. */
async function look(visitor) {
  const { page } = visitor;
  await page.goto("/");
  await shown(page);
  await inspect(visitor, "the start");
  await page.getByRole("button", { name: "chair" }).click();
  await shown(page);
  await page.getByText("9.99 USD").waitFor();
  await page.getByText("60 credits, 6 models").waitFor();
  await page.getByText("A model costs 10 credits.").waitFor();
  await page.getByText("Credits last a year.").waitFor();
  for (const path of ["/examples", "/policy", "/terms", "/checkout/paid", "/checkout/canceled", "/signin", "/signup"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await inspect(visitor, path);
  }
}

/** Where models cannot be turned, they are seen all the same. */
async function lookWithoutWebGl() {
  const { context, page } = await visitor(base, null);
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...options) {
      return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...options);
    };
  });
  await page.goto("/");
  await page.getByText("This browser cannot turn the model").waitFor();
  await drawn(page.getByRole("img", { name: "The model of a teapot that was made of it" }));
  const choices = page.getByRole("group", { name: "Examples" }).locator("img");
  check((await choices.count()) === 8, "each choice shows the photo and the model");
  for (const picture of await choices.all()) await drawn(picture);
  await context.close();
}

async function signUp(visitor) {
  const { page } = visitor;
  await page.goto("/cases?generation=gen_1");
  // Not signed in: that comes first.
  await page.waitForURL("**/signin?to=*");
  await page.getByLabel("E-mail address").fill("ann@example.com");
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.getByText("on its way to ann@example.com").waitFor();
  const { token } = await ask({ want: "token" });
  const link = `/signup?token=${token}`;
  // Looked at twice, as scanners do.
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  await page.goto(link);
  await inspect(visitor, "the mailed link's page");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/cases?generation=gen_1");
  const heading = page.getByRole("heading", { level: 1, name: "Cases" });
  await heading.waitFor();
  check(await heading.evaluate((heading) => heading === document.activeElement), "the heading of a new page has the focus");
  check((await page.getByLabel("Id of the model").inputValue()) === "gen_1", "he goes on where he wanted to go");
  const cookies = await visitor.context.cookies();
  check(cookies.length === 1 && cookies[0].httpOnly && cookies[0].sameSite === "Strict", JSON.stringify(cookies));
}

async function buy(visitor) {
  const { page } = visitor;
  await page.getByRole("link", { name: "Credits", exact: true }).click();
  await page.getByText("0 credits to use", { exact: true }).waitFor();
  const pay = page.getByRole("button", { name: "Go to the payment" });
  check(await pay.isDisabled(), "nothing is bought without both acknowledgements (policy P9)");
  await page.getByLabel("I have looked at the examples").check();
  check(await pay.isDisabled(), "nothing is bought without the policy (policy P9)");
  await page.getByLabel("I accept the refund policy").check();
  await pressTwice(page, "/v1/checkouts", pay);
  await page.waitForURL(`${CHECKOUT}/*`);
  check((await count(page, "/v1/purchases")) === 1, "one checkout, although its answer was lost");
  await ask({ want: "payment", session: page.url().split("/").at(-1) });
  await page.goto("/credits");
  await page.getByText("60 credits to use", { exact: true }).waitFor();
  await page.getByRole("cell", { name: "Credits bought" }).waitFor();
  const [lot] = (await (await page.request.get("/v1/credits")).json()).lots;
  const expires = new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(new Date(lot.expires_at));
  const lots = page.getByRole("table", { name: "Where they come from, and when they expire" });
  const row = await lots.getByRole("row").last().getByRole("cell").allInnerTexts();
  check(JSON.stringify(row) === JSON.stringify(["60", "0", "60", expires]), `the lot is shown as ${row}`);
  const csv = await download(page, "All of it as CSV");
  check(csv.name === "statement.csv" && csv.bytes.toString().includes("purchase"), `${csv.name}: ${csv.bytes}`);
  const json = await download(page, "As JSON");
  check(json.name === "statement.json" && JSON.parse(json.bytes).lines.length === 1, `${json.name}: ${json.bytes}`);
  await inspect(visitor, "/credits");
  await page.getByRole("link", { name: "Receipt" }).click();
  await page.getByRole("heading", { name: "Receipt" }).waitFor();
  await page.getByText("9.99 USD").waitFor();
  await inspect(visitor, "the receipt");
}

async function choose(page, detail) {
  await page.goto("/create");
  await page.locator("#photo").setInputFiles(photo);
  await page.locator(".cutout img").waitFor();
  await page.getByLabel("Detail").selectOption(detail);
}

/** A model that is made, turned and downloaded; its id. */
async function generate(visitor) {
  const { page } = visitor;
  await choose(page, "128");
  check((await page.getByLabel("Model", { exact: true }).count()) === 0, "there is one model, and nothing to choose");
  await inspect(visitor, "/create");
  await pressTwice(page, "/v1/generations", page.getByRole("button", { name: "Generate (10 credits)" }));
  await page.waitForURL("**/models/gen_*");
  check((await count(page, "/v1/generations")) === 1, "one generation, although its answer was lost");
  const id = page.url().split("/").at(-1);
  await page.getByRole("heading", { name: "Download" }).waitFor();
  await shown(page);
  await turn(page);
  await inspect(visitor, "a model");
  const starts = { GLB: "glTF", PLY: "ply", OBJ: "", STL: "" };
  for (const [format, start] of Object.entries(starts)) {
    const { bytes } = await download(page, format);
    check(bytes.length > 1000 && bytes.subarray(0, start.length).toString() === start, `${format}: ${bytes.length} bytes`);
  }
  return id;
}

/** Turns the model by the keyboard, then by the mouse. */
async function turn(page) {
  const viewer = page.locator("model-viewer");
  const angle = () => viewer.evaluate((viewer) => viewer.getCameraOrbit().theta);
  const turned = async (by, from) => until(async () => Math.abs((await angle()) - from) > 0.1, `the model is turned by ${by}`);
  const front = await angle();
  await viewer.locator(".userInput").focus();
  await page.keyboard.press("ArrowRight");
  await turned("the keyboard", front);
  // It goes on for a moment.
  const rests = async () => (await angle()) === (await new Promise((resolve) => setTimeout(resolve, 300)).then(angle));
  await until(rests, "the model rests");
  const side = await angle();
  await viewer.hover();
  const { x, y, width, height } = await viewer.boundingBox();
  await page.mouse.down();
  await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await turned("the mouse", side);
}

/** A run with a fault, whose credits come back (policy P3) and which stays in the history (policy P4); its id. */
async function fail(visitor) {
  const { page } = visitor;
  await choose(page, "384");
  await page.getByRole("button", { name: "Generate (10 credits)" }).click();
  await page.waitForURL("**/models/gen_*");
  await page.getByText("10 credits came back to your account").waitFor();
  await page.getByText("AI processing error").waitFor();
  await inspect(visitor, "a failed run");
  const id = page.url().split("/").at(-1);
  await page.getByRole("link", { name: "Credits", exact: true }).click();
  await page.getByText("50 credits to use", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await listed(page, 2);
  await drawn(page.locator(".card img"));
  await inspect(visitor, "/models");
  await page.getByLabel("Show").selectOption("FAILED");
  await listed(page, 1);
  await page.getByText("AI processing error").waitFor();
  return id;
}

async function writeIn(visitor, generation) {
  const { page } = visitor;
  await page.goto(`/models/${generation}`);
  await page.getByRole("link", { name: "write to us" }).click();
  await page.getByLabel("Subject").fill("It fails");
  await page.getByLabel("What happened").fill("<b>Twice</b> the same");
  await inspect(visitor, "/cases");
  await pressTwice(page, "/v1/cases", page.getByRole("button", { name: "Send" }));
  await page.waitForURL("**/cases/case_*");
  await page.getByText("<b>Twice</b> the same").waitFor();
  check((await count(page, "/v1/cases")) === 1, "one case, although its answer was lost");
  const id = page.url().split("/").at(-1);
  await page.getByLabel("Add something").fill("Since yesterday");
  await pressTwice(page, `/v1/cases/${id}/messages`, page.getByRole("button", { name: "Send" }));
  await page.getByText("Since yesterday").and(page.locator(".text")).waitFor();
  check((await page.locator(".messages li").count()) === 2, "one message, although its answer was lost");
  return id;
}

/** The operator's side of it, and his other pages. */
async function answer(id) {
  const operator = await visitor(base, null);
  const { page } = operator;
  await signIn(operator, operatorKey);
  await page.getByRole("link", { name: "Operator", exact: true }).click();
  await page.getByRole("heading", { name: "Faults by kind" }).waitFor();
  await page.getByRole("cell", { name: "AI processing error" }).waitFor();
  await figures(page);
  await inspect(operator, "/operator");
  for (const path of ["/operator/accounts", "/operator/cases", "/operator/disputes"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    await inspect(operator, path);
  }
  await page.goto("/operator/accounts");
  await page.getByRole("link", { name: "ann@example.com" }).click();
  await page.getByLabel("Credits", { exact: true }).fill("5");
  await page.getByLabel("Reason").fill("For the trouble");
  await page.getByRole("button", { name: "Give", exact: true }).click();
  await page.getByText("5 credits were given", { exact: false }).first().waitFor();
  await inspect(operator, "an account");
  await page.goto(`/operator/cases/${id}`);
  await page.getByLabel("To the account, by mail").fill("We are looking at it.");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("We are looking at it.").first().waitFor();
  await inspect(operator, "a case at the desk");
  await page.getByLabel("Reason, for the account to read").fill("The credits came back by themselves.");
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  await page.getByText("Refused").waitFor();
  await operator.context.close();
}

/** The figures are those that the API tells. */
async function figures(page) {
  const { queue, worker, credits, revenue, open_cases } = await (await page.request.get("/v1/operator/overview")).json();
  const wanted = {
    Waiting: `0 of ${queue.capacity}`,
    Running: "0",
    Worker: `Ready ${worker.device}`,
    // 60 were bought, and one model was made.
    "Credits outstanding": `${credits.available + credits.held + credits.frozen}`,
    "On hold": "0",
    "Frozen by disputes": "0",
    "Credits spent": `${credits.spent}`,
    "Open cases": `${open_cases}`,
    "Revenue from 1 purchase": "$9.99",
  };
  check(credits.available === 50 && credits.spent === 10 && open_cases === 1 && worker.device, JSON.stringify(wanted));
  check(revenue.length === 1 && revenue[0].paid_minor === 999, JSON.stringify(revenue));
  const shown = await page.locator(".figures > div").evaluateAll((figures) =>
    Object.fromEntries(figures.map((figure) => [...figure.children].map((part) => part.innerText.replace(/\s+/g, " ")))));
  check(JSON.stringify(shown) === JSON.stringify(wanted), `${JSON.stringify(shown)} is shown`);
}

async function read(visitor, id) {
  const { page } = visitor;
  await page.goto(`/cases/${id}`);
  await page.getByText("We are looking at it.").waitFor();
  await page.getByText("The credits came back by themselves.").waitFor();
  await inspect(visitor, "a case");
  await page.goto("/credits");
  await page.getByText("55 credits to use", { exact: true }).waitFor();
  await page.getByText("For the trouble").waitFor();
}

/** Keys, and signing out. */
async function rest(visitor) {
  const { page } = visitor;
  await page.goto("/account");
  await page.getByLabel("Name of a new key").fill("laptop");
  const make = page.getByRole("button", { name: "Make a key" });
  await pressTwice(page, "/v1/keys", make);
  // A key is shown once, so that what was lost is lost.
  await page.getByText("a key is shown once").waitFor();
  await page.getByRole("cell", { name: "laptop", exact: true }).waitFor();
  check((await count(page, "/v1/keys")) === 1, "one key, although its answer was lost");
  await page.getByRole("button", { name: "Revoke the key laptop" }).click();
  await page.getByText(/^ended /).waitFor();
  await page.getByLabel("Name of a new key").fill("desk");
  await make.click();
  await page.locator("code.key").waitFor();
  await page.getByRole("cell", { name: "desk", exact: true }).waitFor();
  await inspect(visitor, "/account");
  const kept = await download(page, "Everything that is kept of you");
  check(kept.bytes.subarray(0, 2).toString() === "PK" && kept.bytes.includes("cases"), `${kept.name}: ${kept.bytes.length} bytes`);
  await page.goto("/operator");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await inspect(visitor, "an unknown page");
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
  check((await visitor.context.cookies()).length === 0, "the cookie is gone");
}

/** Another account sees nothing of it. */
async function stranger(made, failed, case_) {
  const other = await visitor(base, null);
  const { page } = other;
  await page.goto("/cases?generation=gen_2");
  await page.waitForURL("**/signin?to=*");
  await page.getByLabel("API key").fill(strangerKey);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/cases?generation=gen_2");
  for (const path of [`/models/${made}`, `/models/${failed}`, `/cases/${case_}`]) {
    await page.goto(path);
    await page.getByRole("alert").waitFor();
    const text = await page.locator("main").innerText();
    check(!/It fails|Twice|processing error|Download/.test(text), `${path}: ${text}`);
  }
  await page.goto("/models");
  await page.getByText("Nothing was made yet.").waitFor();
  await page.goto("/credits");
  await page.getByText("0 credits to use", { exact: true }).waitFor();
  await page.getByText("Nothing was bought yet.").waitFor();
  await page.goto("/cases");
  await page.getByText("You have not written in yet.").waitFor();
  await other.context.close();
}
