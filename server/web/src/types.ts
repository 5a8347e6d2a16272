// What the API says, as far as the page uses it. What programs use as well is said by the client that they use.
export type {
  Credits as Balance,
  Format,
  Generation,
  Lot,
  Package,
  Policy,
  Prices,
  PriceRule,
  Purchase,
  Stage,
  State as GenerationState,
  EndEvent,
  MadeWebhookEndpoint as MadeEndpoint,
  WebhookAttempt as Attempt,
  WebhookDelivery as Delivery,
  WebhookEndpoint as Endpoint,
} from "../../clients/typescript/src/index";

export type Role = "user" | "operator";

export interface Account {
  id: string;
  email: string;
  role: Role;
}

export interface Session {
  account: Account;
  csrf_token: string;
}

export interface Page<T> {
  data: T[];
  next: string | null;
}

export interface Entry {
  sequence: number;
  kind: string;
  created_at: string;
  credits: number;
  change: { available: number; held: number };
  hold: string | null;
  reason: string | null;
  available: number;
  held: number;
}

export interface Key {
  id: string;
  name: string | null;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface Message {
  author: "operator" | "account";
  at: string;
  text: string;
}

export interface Decision {
  outcome: string;
  reason: string;
  decided_at: string;
  credits: number | null;
  amount_minor: number | null;
}

export interface Case {
  id: string;
  state: "open" | "decided";
  subject: string;
  generation: string | null;
  purchase: string | null;
  opened_at: string;
  messages?: Message[];
  decision: Decision | null;
}
