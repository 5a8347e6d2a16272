// Requests to the server, as the session that its cookie says.
import type { Session } from "./types";

/** What the server refused (RFC 9457), or that it did not answer: status 0. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** When it may be tried again, in seconds from now. */
  readonly retryAfter: number | null;

  constructor(status: number, code: string, detail: string, retryAfter: number | null = null) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Requests that change something carry it; another site cannot read it. */
let csrfToken = "";

export function keepToken(session: Session | null): void {
  csrfToken = session?.csrf_token ?? "";
}

async function problem(answer: Response): Promise<Problem> {
  const text = await answer.text();
  const after = answer.headers.get("Retry-After");
  const again = after && /^\d+$/.test(after) ? Number(after) : null;
  try {
    const { code, detail, refused, failed } = JSON.parse(text) as Record<string, string | undefined>;
    // An operator's command that was not done says why in its own form.
    const why = detail ?? refused ?? failed;
    if (why) return new Problem(answer.status, code ?? "refused", sentence(why), again);
    return new Problem(answer.status, "unreadable", `The server answered with status ${answer.status}.`);
  } catch {
    return new Problem(answer.status, "unreadable", `The server answered with status ${answer.status}.`);
  }
}

function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Sends a request; the answer, if it is a good one. */
export async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const all = new Headers(headers);
  const init: RequestInit = { method, headers: all, credentials: "same-origin" };
  if (method !== "GET") all.set("X-CSRF-Token", csrfToken);
  if (body instanceof FormData) {
    init.body = body;
  } else if (body !== undefined) {
    all.set("Content-Type", "application/json");
    init.body = JSON.stringify(body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Problem(0, "unreachable", "The server cannot be reached. Check the connection and try again.");
  }
  if (!answer.ok) throw await problem(answer);
  return answer;
}

async function json<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
  const answer = await send(method, path, body, headers);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export const get = <T>(path: string): Promise<T> => json("GET", path);
export const post = <T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> =>
  json("POST", path, body, headers);
export const remove = <T>(path: string): Promise<T> => json("DELETE", path);

/** Names a request that must not be done twice; the same attempt sent again has the same name: see `useAttempt`. */
export function attempt(): Record<string, string> {
  // Not randomUUID: that exists only over TLS and on this machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { "Idempotency-Key": Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** Does an operator's command; what came of it. */
export async function command<T>(command: unknown, why?: string): Promise<T> {
  return (await post<{ done: T }>("/v1/operator/commands", why ? { command, why } : { command })).done;
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
