/**
 * A photo becomes a 3D model: client of a oneclick3d server, for browsers, Node 18 and later, Deno and Bun.
 *
 *     const client = new Client("http://127.0.0.1:8080", "oc3d_…");
 *     const generation = await client.generate(photo);
 *     const done = await client.wait(generation.id);
 *     const model = await client.download(done.id, "glb");
 *
 * A request that failed on its way is sent again under the same Idempotency-Key, so that nothing is made or charged twice.
 */

export type State = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
export type Stage = "decode" | "foreground" | "model" | "isosurface" | "mesh" | "export";
export type Format = "glb" | "obj" | "stl" | "ply";

/** One photo becoming one model; times are RFC 3339. */
export interface Generation {
  id: string;
  state: State;
  model: string;
  credits: number;
  /** What paid for it: entries of the statement name it. */
  hold: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  /** `fraction` is of the whole run, 0 to 1. */
  progress: { stage: Stage | null; fraction: number };
  /** Why it failed; its credits are back. */
  fault: { kind: string; message: string } | null;
  /** Paths of the model's files, by format. */
  artifacts: Partial<Record<Format, string>>;
  /** When a retention rule took the files away. */
  artifacts_expired_at: string | null;
  /** Path of a picture of the model, a PNG file; null until it is there. */
  thumbnail_url: string | null;
}

/** Credits that came in together and expire together. */
export interface Lot {
  id: string;
  credits: number;
  remaining: number;
  held: number;
  frozen: number;
  expires_at: string;
}

/** A balance. */
export interface Credits {
  available: number;
  held: number;
  frozen: number;
  lots: Lot[];
}

/** What certain generations cost; null stands for any model, any resolution. */
export interface PriceRule {
  model: string | null;
  resolution_from: number | null;
  credits: number;
}

/** What generations cost, in credits, how long credits last, and what models there are. */
export interface Prices {
  /** Where no rule fits. */
  default: number;
  /** The first that fits counts. */
  rules: PriceRule[];
  /** First that which runs where none is named. */
  models: string[];
  /** How long bought credits can be used, in months of the calendar. */
  lifetime_months: number;
}

/** What is sold. */
export interface Package {
  id: string;
  name: string;
  credits: number;
  price_minor: number;
  currency: string;
  /** For people. */
  price: string;
}

/** The version of policy and terms that is in force. */
export interface Policy {
  number: number;
  sha256: string;
  last_updated: string;
  urls: { policy: string; terms: string; examples: string };
}

export type PurchaseState =
  | "open"
  | "expired"
  | "failed"
  | "paid"
  | "partly_refunded"
  | "refunded"
  | "disputed"
  | "charged_back";

/** A purchase that is begun: `url` is where to pay, while that is possible. */
export interface Checkout {
  id: string;
  url: string | null;
  state: PurchaseState;
}

/** What an account bought, or began to buy. */
export interface Purchase extends Checkout {
  package: string;
  credits: number;
  price_minor: number;
  currency: string;
  provider: "stripe" | "btcpay" | "manual";
  policy_sha256: string;
  created_at: string;
  paid_at: string | null;
  paid_minor: number | null;
  refunded_minor: number;
  /** The lot of its credits. */
  lot: string | null;
  clawed_back: number;
  /** Credits whose money went back and that were used before. */
  shortfall: number;
  /** Path of a page to print; null until it is paid. */
  receipt: string | null;
}

/** How a generation ended. */
export type EndEvent = "generation.succeeded" | "generation.failed" | "generation.canceled";

/** Where an account hears how its generations ended. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  /** What is told to it. */
  events: EndEvent[];
  description: string | null;
  state: "enabled" | "disabled";
  /** It answered 410, or nothing but failures for days. */
  disabled_reason: "gone" | "failing" | null;
  created_at: string;
}

/** One that was made, or whose secret was replaced: the one answer that has it. */
export interface MadeWebhookEndpoint extends WebhookEndpoint {
  /** `whsec_…`, with which deliveries are signed (Standard Webhooks 1.0). */
  secret: string;
}

/** One time that a delivery was sent; `ms` is how long it took. */
export interface WebhookAttempt {
  at: string;
  /** Of the answer; null where none came. */
  status: number | null;
  error: string | null;
  ms: number;
}

/** What was told to an endpoint, or will be. */
export interface WebhookDelivery {
  /** The `webhook-id`, the same at every attempt. */
  id: string;
  event: EndEvent | "webhook.test";
  generation: string | null;
  state: "pending" | "delivered" | "failed";
  created_at: string;
  next_attempt_at: string | null;
  /** The latest of them, oldest first. */
  attempts: WebhookAttempt[];
}

/** What a new endpoint is told: of every end, if `events` are not given. */
export interface WebhookOptions {
  events?: EndEvent[];
  description?: string;
  idempotencyKey?: string;
}

/** How a photo is cut out. */
export interface CutoutOptions {
  mask?: Blob | Uint8Array<ArrayBuffer>;
  foregroundRatio?: number;
  keepBackground?: boolean;
}

/** What may be chosen for a generation. */
export interface GenerateOptions extends CutoutOptions {
  model?: string;
  resolution?: number;
  idempotencyKey?: string;
}

/** What a purchase needs: sales are final, so that both are said before one begins. */
export interface CheckoutOptions {
  /** The hash of the policy that is accepted: `(await client.policy()).sha256`, once its text was read. */
  policySha256: string;
  /** Whether the examples were looked at. */
  examplesSeen: boolean;
  provider?: "stripe" | "btcpay";
  idempotencyKey?: string;
}

/** What the server refused, and why (RFC 9457). `status` is 0 when no answer came. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(status === 0 ? `${code}: ${detail}` : `${status} ${code}: ${detail}`);
  }

  /** Whether the same request may succeed later. */
  get passes(): boolean {
    return [0, 429, 502, 503, 504].includes(this.status) || this.code === "idempotency_key_in_flight";
  }
}

/** A generation ended without a model; its credits are back. */
export class GenerationFailed extends Error {
  override readonly name = "GenerationFailed";

  constructor(readonly generation: Generation) {
    super(`${generation.id} ${generation.state}` + (generation.fault ? `: ${generation.fault.message}` : ""));
  }
}

/** Speaks to one server with one account's key. */
export class Client {
  readonly #url: string;
  readonly #key: string;
  readonly #attempts: number;
  readonly #timeoutMs: number;

  /** `timeoutMs` bounds each answer; `attempts` is how often a request is sent at most. */
  constructor(url: string, key: string, { attempts = 5, timeoutMs = 90_000 } = {}) {
    this.#url = url.replace(/\/+$/, "");
    this.#key = key;
    this.#attempts = attempts;
    this.#timeoutMs = timeoutMs;
  }

  /** Pays for a generation of `image` (PNG, JPEG or WebP) and puts it into the line. */
  async generate(image: Blob | Uint8Array<ArrayBuffer>, options: GenerateOptions = {}): Promise<Generation> {
    const form = photo(image, options, { model: options.model, resolution: options.resolution });
    const headers = { "idempotency-key": options.idempotencyKey ?? crypto.randomUUID() };
    return this.#json("POST", "/v1/generations", form, headers);
  }

  /** What `generate` would take for the object, a PNG file; costs nothing. */
  async cutout(image: Blob | Uint8Array<ArrayBuffer>, options: CutoutOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#send("POST", "/v1/cutouts", photo(image, options)));
  }

  /** How a generation stands. */
  generation(id: string): Promise<Generation> {
    return this.#json("GET", `/v1/generations/${encodeURIComponent(id)}`);
  }

  /** The account's generations, newest first; only those in one of `states` if they are given. */
  generations({ states = [] }: { states?: State[] } = {}): AsyncGenerator<Generation, void, undefined> {
    return this.#pages("/v1/generations", states.length > 0 ? `&state=${states.join(",")}` : "");
  }

  /** Waits until a generation has succeeded; throws `GenerationFailed` when it ends otherwise. */
  async wait(id: string, { timeoutMs = 600_000, intervalMs = 500 } = {}): Promise<Generation> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const generation = await this.generation(id);
      if (generation.state === "SUCCEEDED") return generation;
      if (generation.state === "FAILED" || generation.state === "CANCELED") throw new GenerationFailed(generation);
      if (Date.now() >= deadline) throw new Error(`${id} is ${generation.state} after ${timeoutMs} ms`);
      await pause(intervalMs);
    }
  }

  /** Cancels a generation; its credits come back. */
  cancel(id: string): Promise<Generation> {
    return this.#json("POST", `/v1/generations/${encodeURIComponent(id)}/cancel`);
  }

  /** The model of a generation that succeeded. */
  async download(id: string, format: Format = "glb"): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#send("GET", `/v1/generations/${encodeURIComponent(id)}/model.${format}`);
    return new Uint8Array(answer);
  }

  /** A picture of the model of a generation that succeeded, a PNG file. */
  async thumbnail(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#send("GET", `/v1/generations/${encodeURIComponent(id)}/thumbnail.png`));
  }

  /** The account's balance. */
  credits(): Promise<Credits> {
    return this.#json("GET", "/v1/credits");
  }

  /** What generations cost, and with which models they are made. */
  prices(): Promise<Prices> {
    return this.#json("GET", "/v1/prices");
  }

  /** What is sold. */
  async packages(): Promise<Package[]> {
    return (await this.#json<{ data: Package[] }>("GET", "/v1/packages")).data;
  }

  /** The policy that a purchase accepts. */
  policy(): Promise<Policy> {
    return this.#json("GET", "/v1/policy");
  }

  /** Begins to buy the package with the id `package_`; the buyer pays at the `url` of what it answers. */
  checkout(package_: string, options: CheckoutOptions): Promise<Checkout> {
    const request = {
      package: package_,
      policy_sha256: options.policySha256,
      examples_seen: options.examplesSeen,
      provider: options.provider,
    };
    return this.#create("/v1/checkouts", request, options.idempotencyKey);
  }

  /** How a purchase stands. */
  purchase(id: string): Promise<Purchase> {
    return this.#json("GET", `/v1/purchases/${encodeURIComponent(id)}`);
  }

  /** The account's purchases, newest first. */
  purchases(): AsyncGenerator<Purchase, void, undefined> {
    return this.#pages("/v1/purchases");
  }

  /** Where the account hears how its generations ended, newest first. */
  webhookEndpoints(): AsyncGenerator<WebhookEndpoint, void, undefined> {
    return this.#pages("/v1/webhook-endpoints");
  }

  /** Tells `url` from now on how generations end; the answer alone has the secret that signs. */
  createWebhookEndpoint(url: string, options: WebhookOptions = {}): Promise<MadeWebhookEndpoint> {
    const request = { url, events: options.events, description: options.description };
    return this.#create("/v1/webhook-endpoints", request, options.idempotencyKey);
  }

  /** One of them. */
  webhookEndpoint(id: string): Promise<WebhookEndpoint> {
    return this.#json("GET", endpoint(id));
  }

  /** Tells it nothing more. */
  async deleteWebhookEndpoint(id: string): Promise<void> {
    await this.#send("DELETE", endpoint(id));
  }

  /** Tells one that was disabled what happens from now on. */
  enableWebhookEndpoint(id: string): Promise<WebhookEndpoint> {
    return this.#json("POST", `${endpoint(id)}/enable`);
  }

  /** Makes another secret, beside which the old one signs for a day. */
  rotateWebhookSecret(id: string): Promise<MadeWebhookEndpoint> {
    return this.#json("POST", `${endpoint(id)}/rotate`);
  }

  /** Sends it a `webhook.test`. */
  testWebhookEndpoint(id: string): Promise<WebhookDelivery> {
    return this.#json("POST", `${endpoint(id)}/test`);
  }

  /** What was told to it, newest first. */
  webhookDeliveries(id: string): AsyncGenerator<WebhookDelivery, void, undefined> {
    return this.#pages(`${endpoint(id)}/deliveries`);
  }

  /** Sends a delivery again, under the same id. */
  replayWebhookDelivery(id: string, delivery: string): Promise<WebhookDelivery> {
    return this.#json("POST", `${endpoint(id)}/deliveries/${encodeURIComponent(delivery)}/replay`);
  }

  async *#pages<T>(path: string, filter = ""): AsyncGenerator<T, void, undefined> {
    let cursor = "";
    for (;;) {
      const page: { data: T[]; next: string | null } = await this.#json("GET", `${path}?limit=100${filter}${cursor}`);
      yield* page.data;
      if (page.next === null) return;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  #create<T>(path: string, request: object, idempotencyKey: string = crypto.randomUUID()): Promise<T> {
    const headers = { "content-type": "application/json", "idempotency-key": idempotencyKey };
    return this.#json("POST", path, JSON.stringify(request), headers);
  }

  async #json<T>(method: string, path: string, body?: FormData | string, headers?: Record<string, string>): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.#send(method, path, body, headers))) as T;
  }

  // A request that creates something has a key; every other one may be repeated as it is. What is sent to a webhook goes at least once.
  async #send(
    method: string,
    path: string,
    body?: FormData | string,
    headers: Record<string, string> = {},
  ): Promise<ArrayBuffer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#sendOnce(method, path, body, headers);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.passes || attempt >= this.#attempts) throw error;
        const seconds = error.retryAfterSeconds ?? 0.5 * 2 ** (attempt - 1);
        await pause(Math.min(seconds, 30) * 1000);
      }
    }
  }

  async #sendOnce(
    method: string,
    path: string,
    body: FormData | string | undefined,
    headers: Record<string, string>,
  ): Promise<ArrayBuffer> {
    try {
      const answer = await fetch(this.#url + path, {
        method,
        headers: { authorization: `Bearer ${this.#key}`, ...headers },
        body: body ?? null,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      if (!answer.ok) throw await apiError(answer);
      return await answer.arrayBuffer();
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError(0, "no_answer", String(error));
    }
  }
}

const endpoint = (id: string): string => `/v1/webhook-endpoints/${encodeURIComponent(id)}`;

async function apiError(answer: Response): Promise<ApiError> {
  const delay = Number(answer.headers.get("retry-after") ?? Number.NaN);
  const seconds = Number.isFinite(delay) ? delay : null;
  try {
    const problem = (await answer.json()) as { code: string; detail: string };
    return new ApiError(answer.status, problem.code, problem.detail, seconds);
  } catch {
    return new ApiError(answer.status, "unknown", answer.statusText, seconds);
  }
}

/** The form of a photo, with the fields `more` beside those that say how it is cut out. */
function photo(
  image: Blob | Uint8Array<ArrayBuffer>,
  options: CutoutOptions,
  more: Record<string, string | number | undefined> = {},
): FormData {
  const form = new FormData();
  form.append("image", blob(image), "image");
  if (options.mask !== undefined) form.append("mask", blob(options.mask), "mask");
  const fields = { ...more, foreground_ratio: options.foregroundRatio, keep_background: options.keepBackground };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, String(value));
  }
  return form;
}

function blob(image: Blob | Uint8Array<ArrayBuffer>): Blob {
  return image instanceof Blob ? image : new Blob([image]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
