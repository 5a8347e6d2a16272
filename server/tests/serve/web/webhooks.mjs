// The account's webhooks: one is added, told, tried, sent again and given another secret; gone, it is disabled, enabled and deleted.
import { ask, check, count, inBrowser, inspect, pressTwice, signIn, until, visitor } from "./browser.mjs";

const [base, chromium, key, hook] = process.argv.slice(2);

await inBrowser(chromium, async () => {
  const owner = await visitor(base, null);
  await signIn(owner, key);
  const secret = await add(owner);
  await told(owner, secret);
  await replaceSecret(owner, secret);
  await goAway(owner);
});

async function add(visitor) {
  const { page } = visitor;
  await page.goto("/account");
  await page.getByLabel("What for").fill("The shop");
  await page.getByLabel("A run was canceled").uncheck();
  await page.getByLabel("Address", { exact: true }).fill(hook);
  await pressTwice(page, "/v1/webhook-endpoints", page.getByRole("button", { name: "Add the webhook" }));
  const shown = page.locator("code.key");
  await shown.waitFor();
  const secret = await shown.innerText();
  check(secret.startsWith("whsec_"), secret);
  check((await count(page, "/v1/webhook-endpoints")) === 1, "one webhook, although its answer was lost");
  await inspect(visitor, "/account with a webhook");
  await page.reload();
  await page.getByRole("link", { name: hook }).waitFor();
  check((await page.locator("code.key").count()) === 0, "the secret is shown once");
  return secret;
}

/** A run's end comes to it, signed; a test and what is sent again as well. */
async function told(visitor, secret) {
  const { page } = visitor;
  await ask({ want: "run" });
  await ask({ want: "received", type: "generation.succeeded", secrets: [secret], count: 1 });
  await page.getByRole("link", { name: hook }).click();
  await page.waitForURL("**/account/webhooks/whe_*");
  const delivery = page.getByRole("row").filter({ hasText: "generation.succeeded" });
  await refreshed(page, delivery.getByText("Delivered"));
  await delivery.getByRole("button", { name: /^Send again msg_/ }).click();
  await ask({ want: "received", type: "generation.succeeded", secrets: [secret], count: 2 });
  await page.getByRole("button", { name: "Send a test" }).click();
  await ask({ want: "received", type: "webhook.test", secrets: [secret], count: 1 });
  await refreshed(page, page.getByRole("row").filter({ hasText: "webhook.test" }).getByText("Delivered"));
  await inspect(visitor, "a webhook");
}

/** Refreshes until this is there. */
async function refreshed(page, locator) {
  await until(async () => {
    // A click forgets what the one before it asked for.
    const answered = page.waitForResponse((response) => response.url().includes("/deliveries"));
    await page.getByRole("button", { name: "Refresh" }).click();
    await answered;
    return (await locator.count()) > 0;
  }, `${locator}`);
}

async function replaceSecret({ page }, old) {
  await page.getByRole("button", { name: "Replace the secret" }).click();
  const shown = page.locator("code.key");
  await shown.waitFor();
  const secret = await shown.innerText();
  check(secret !== old && secret.startsWith("whsec_"), secret);
  await page.getByRole("button", { name: "Send a test" }).click();
  await ask({ want: "received", type: "webhook.test", secrets: [secret, old], count: 1 });
}

async function goAway(visitor) {
  const { page } = visitor;
  await ask({ want: "gone" });
  await page.getByRole("button", { name: "Send a test" }).click();
  await ask({ want: "received", type: "webhook.test", secrets: [], count: 3 });
  const disabled = page.getByText("Disabled: it answered that it is gone (410).", { exact: false });
  await until(async () => {
    await page.reload();
    await page.getByRole("heading", { name: "What was sent" }).waitFor();
    return (await disabled.count()) > 0;
  }, "it is gone and disabled");
  await inspect(visitor, "a webhook that is gone");
  await page.getByRole("button", { name: "Enable" }).click();
  await page.getByText("Enabled", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/account");
  await page.getByRole("heading", { name: "Webhooks" }).waitFor();
  await page.waitForLoadState("networkidle");
  check((await page.getByRole("link", { name: hook }).count()) === 0, "it is deleted");
}
