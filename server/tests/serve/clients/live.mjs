// The TypeScript client against a live server: live.mjs CLIENT URL KEY PHOTO; says what it saw as JSON.
import { readFile } from "node:fs/promises";

const [module, url, key, photo] = process.argv.slice(2);
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
seen.history = [];
for await (const generation of client.generations()) seen.history.push(generation.state);
seen.after = (await client.credits()).available;
console.log(JSON.stringify(seen));
