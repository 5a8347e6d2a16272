// Where credits and money go back: a failed run, a case that restores credits, a dispute; as the user and the operator see it.
import { ask, check, download, inBrowser, inspect, signIn, visitor } from "./browser.mjs";

const [base, chromium, buyerKey, operatorKey, made, failed, dispute] = process.argv.slice(2);
const REASON = "The back is missing, and the photo shows it.";

await inBrowser(chromium, async () => {
  const buyer = await visitor(base, null);
  const operator = await visitor(base, null);
  await signIn(buyer, buyerKey);
  await signIn(operator, operatorKey);
  await seeFailure(buyer);
  const case_ = await writeIn(buyer);
  await restore(operator, case_);
  await seeRestored(buyer, case_);
  await ask({ want: "dispute", status: "needs_response" });
  await contest(operator);
  await seeTerminated(buyer);
  await ask({ want: "dispute", status: "won" });
  await win(operator, buyer);
});

/** The row of the statement that has these words. */
function row(page, words) {
  return page.getByRole("row").filter({ hasText: words });
}

async function cells(page, words) {
  return await row(page, words).first().getByRole("cell").allInnerTexts();
}

/** What went wrong, and that its credits came back at once (policy P3, P4). */
async function seeFailure(visitor) {
  const { page } = visitor;
  await page.goto("/models");
  const card = await page.locator(".card", { has: page.locator(".state.failed") }).innerText();
  check(card.includes("AI processing error") && card.includes("10 credits came back"), card);
  await page.locator(".card", { has: page.locator(".state.failed") }).click();
  await page.waitForURL(`**/models/${failed}`);
  await page.getByText("an error injected for a test").waitFor();
  await page.getByText("10 credits came back to your account").waitFor();
  await page.goto("/credits");
  await page.getByText("50 credits to use", { exact: true }).waitFor();
  // 60 were bought; the run that failed was not charged, the one after it was.
  const signs = {
    "Credits bought": ["+60", "60", "0"],
    "Generation started": ["−10", "50", "10"],
    "Generation not charged": ["+10", "60", "0"],
    "Generation charged": ["−10 held", "50", "0"],
  };
  for (const [words, wanted] of Object.entries(signs)) {
    const [, change, , ...after] = await cells(page, words);
    const saw = [change, ...after];
    check(JSON.stringify(saw) === JSON.stringify(wanted), `${words}: ${saw}`);
  }
  await inspect(visitor, "the statement");
}

async function writeIn({ page }) {
  await page.goto(`/models/${made}`);
  await page.getByRole("link", { name: "write to us" }).click();
  await page.getByLabel("Subject").fill("Half a model");
  await page.getByLabel("What happened").fill("It has no back.");
  check((await page.getByLabel("Id of the model").inputValue()) === made, "the case is about this model");
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL("**/cases/case_*");
  return page.url().split("/").at(-1);
}

/** The operator gives back what the model took (policy P6, P8), and not more. */
async function restore(visitor, id) {
  const { page } = visitor;
  await page.goto("/operator/cases");
  await page.getByRole("link", { name: "Half a model" }).click();
  await page.waitForURL(`**/operator/cases/${id}`);
  await page.getByLabel("Outcome").selectOption("Give credits back");
  await page.getByLabel("Credits", { exact: true }).fill("11");
  await page.getByLabel("Reason, for the account to read").fill(REASON);
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await inspect(visitor, "a decision that is refused");
  await page.getByLabel("Credits", { exact: true }).fill("10");
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  await page.getByText("Credits restored").waitFor();
  await page.getByText(REASON).waitFor();
  await inspect(visitor, "a case that restored credits");
  await page.goto("/operator/accounts");
  await page.getByRole("link", { name: "buyer@example.com" }).click();
  await page.getByText("60, 0 on hold").waitFor();
}

async function seeRestored(visitor, id) {
  const { page } = visitor;
  await page.goto(`/cases/${id}`);
  await page.getByText("Credits restored: 10 credits").waitFor();
  await page.getByText(REASON).waitFor();
  await inspect(visitor, "the decided case");
  await page.goto("/cases");
  await page.getByRole("row", { name: "Half a model" }).getByText("Credits restored").waitFor();
  await page.goto("/credits");
  await page.getByText("60 credits to use", { exact: true }).waitFor();
  const added = row(page, "Credits added");
  check((await cells(page, "Credits added"))[1] === "+10", await added.innerText());
  await added.getByText(REASON).waitFor();
}

/** What it is about, until when, and what is sent to the bank (policy P11). */
async function contest(visitor) {
  const { page } = visitor;
  await page.goto("/operator/disputes");
  await page.getByRole("row", { name: "9.99" }).getByRole("link").first().click();
  await page.waitForURL(`**/operator/disputes/${dispute}`);
  await page.getByRole("heading", { level: 1, name: "Dispute of $9.99" }).waitFor();
  await page.getByText("Needs response", { exact: true }).waitFor();
  await page.getByText(/days are left to send evidence, until Mar 17, 2030/).waitFor();
  await page.getByRole("link", { name: "buyer@example.com" }).waitFor();
  const text = await page.locator("main").innerText();
  for (const words of ["Fraudulent", "Starter, 60 credits", "terminated", "credits are frozen", `pi_`]) {
    check(text.includes(words), `${words} in ${text}`);
  }
  await inspect(visitor, "a dispute");
  const { bytes, name } = await download(page, "Download the evidence");
  check(bytes.subarray(0, 2).toString() === "PK" && bytes.includes("evidence.json"), `${bytes.length} bytes`);
  check(name === `evidence-${dispute}.zip`, name);
  await page.goto("/operator");
  await page.getByRole("cell", { name: "Payments: send evidence" }).waitFor();
  await page.goto("/operator/disputes/dp_nobody");
  await page.getByRole("alert").waitFor();
  await inspect(visitor, "no dispute");
}

async function seeTerminated({ page }) {
  await page.goto("/credits");
  await page.waitForURL("**/signin*");
  await page.getByLabel("API key").fill(buyerKey);
  await page.keyboard.press("Enter");
  await page.getByText("This account was terminated; write to the contact").waitFor();
}

async function win(operator, buyer) {
  await operator.page.goto(`/operator/disputes/${dispute}`);
  await operator.page.getByText("Won", { exact: true }).waitFor();
  check((await operator.page.getByText("left to send evidence").count()) === 0, "what is over has no deadline");
  await inspect(operator, "a dispute that was won");
  await signIn(buyer, buyerKey);
  await buyer.page.goto("/credits");
  await buyer.page.getByText("60 credits to use", { exact: true }).waitFor();
  await row(buyer.page, "Freed, dispute won").waitFor();
  await inspect(buyer, "the statement after a dispute");
}
