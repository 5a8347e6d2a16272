// The TypeScript client against a live server: live.mjs CLIENT URL KEY PHOTO HOOK; says what it saw as JSON.
import { readFile } from "node:fs/promises";

const [module, url, key, photo, hook] = process.argv.slice(2);
const { ApiError, Client, GenerationFailed } = await import(module);
const image = new Uint8Array(await readFile(photo));
const client = new Client(url, key, { attempts: 2 });
const seen = { before: (await client.credits()).available };

async function thrown(kind, promise) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`no ${kind.name}`);
}

const first = await client.generate(image, { resolution: 16, idempotencyKey: "once" });
const again = await client.generate(image, { resolution: 16, idempotencyKey: "once" });
seen.same = first.id === again.id;
const done = await client.wait(first.id, { intervalMs: 50 });
seen.state = done.state;
seen.glb = new TextDecoder().decode((await client.download(done.id, "glb")).slice(0, 4));
const second = await client.generate(image, { resolution: 17 });
const failed = await thrown(GenerationFailed, client.wait(second.id, { intervalMs: 50 }));
seen.fault = failed.generation.fault.kind;
const refused = await thrown(ApiError, client.generate(image, { resolution: 3 }));
seen.refused = [refused.status, refused.code, refused.passes];
const wrong = await thrown(ApiError, new Client(url, "oc3d_wrong").credits());
seen.wrong_key = [wrong.status, wrong.code];
const nobody = await thrown(ApiError, new Client("http://127.0.0.1:9", key, { attempts: 1 }).credits());
seen.no_answer = [nobody.status, nobody.code, nobody.passes];
const png = (bytes) => new TextDecoder().decode(bytes.slice(1, 4));
const all = async (list) => {
  const rows = [];
  for await (const row of list) rows.push(row);
  return rows;
};
seen.cutout = png(await client.cutout(image, { foregroundRatio: 0.9 }));
seen.thumbnail = png(await client.thumbnail(done.id));
seen.failed = (await all(client.generations({ states: ["FAILED", "CANCELED"] }))).map(({ id }) => id === done.id);
const prices = await client.prices();
seen.models = [prices.models, prices.lifetime_months];
const slow = await client.generate(image, { resolution: 18 });
seen.canceled = (await client.cancel(slow.id)).state;
const [sold] = await client.packages();
const terms = { policySha256: (await client.policy()).sha256, examplesSeen: true, idempotencyKey: "bought once" };
const begun = await client.checkout(sold.id, terms);
seen.same_checkout = JSON.stringify(await client.checkout(sold.id, terms)) === JSON.stringify(begun);
seen.pays_at = begun.url.startsWith("https://checkout.example.com/");
seen.purchases = (await all(client.purchases())).map((one) => [one.id === begun.id, one.state, one.credits]);
seen.purchase = (await client.purchase(begun.id)).package;
const other = await thrown(ApiError, client.checkout(sold.id, { policySha256: "0".repeat(64), examplesSeen: true }));
seen.other_policy = [other.status, other.code];
const wanted = { events: ["generation.failed"], description: "The shop", idempotencyKey: "made once" };
const made = await client.createWebhookEndpoint(hook, wanted);
seen.same_secret = (await client.createWebhookEndpoint(hook, wanted)).secret === made.secret && made.secret.startsWith("whsec_");
seen.endpoints = (await all(client.webhookEndpoints())).map((one) => [one.id === made.id, one.url === hook, one.events, one.description]);
const told = async (endpoint) => {
  for (;;) {
    const [delivery] = await all(client.webhookDeliveries(endpoint.id));
    if (delivery.state !== "pending") return delivery;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const tried = await client.testWebhookEndpoint(made.id);
const delivered = await told(made);
seen.told = [delivered.id === tried.id, delivered.event, delivered.generation, delivered.state, delivered.attempts.map(({ status }) => status)];
const replayed = await client.replayWebhookDelivery(made.id, tried.id);
seen.replayed = [replayed.id === tried.id, replayed.state, (await told(made)).attempts.length];
seen.rotated = (await client.rotateWebhookSecret(made.id)).secret !== made.secret;
const gone = await client.createWebhookEndpoint(`${hook}/gone`);
seen.every_end = gone.events;
await client.testWebhookEndpoint(gone.id);
await told(gone);
const disabled = await client.webhookEndpoint(gone.id);
seen.gone = [disabled.state, disabled.disabled_reason, (await client.enableWebhookEndpoint(gone.id)).state];
await client.deleteWebhookEndpoint(gone.id);
const absent = await thrown(ApiError, client.webhookEndpoint(gone.id));
seen.deleted = [absent.status, absent.code];
seen.history = (await all(client.generations())).map(({ state }) => state);
seen.after = (await client.credits()).available;
console.log(JSON.stringify(seen));
