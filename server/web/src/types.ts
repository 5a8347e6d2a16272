// What the API says, as far as the page uses it.

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

export type GenerationState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
export type Stage = "decode" | "foreground" | "model" | "isosurface" | "mesh" | "export";

export interface Fault {
  kind: string;
  message: string;
}

export interface Generation {
  id: string;
  state: GenerationState;
  model: string;
  credits: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: { stage: Stage | null; fraction: number };
  fault: Fault | null;
  artifacts: Record<string, string>;
  thumbnail_url: string | null;
}

export interface Lot {
  id: string;
  credits: number;
  remaining: number;
  held: number;
  frozen: number;
  expires_at: string;
}

export interface Balance {
  available: number;
  held: number;
  frozen: number;
  lots: Lot[];
}

export interface Entry {
  sequence: number;
  kind: string;
  created_at: string;
  credits: number;
  hold: string | null;
  reason: string | null;
  available: number;
  held: number;
}

export interface PriceRule {
  model: string | null;
  resolution_from: number | null;
  credits: number;
}

export interface Prices {
  default: number;
  rules: PriceRule[];
}

export interface Package {
  id: string;
  name: string;
  credits: number;
  price_minor: number;
  currency: string;
  price: string;
}

export interface Policy {
  number: number;
  sha256: string;
  last_updated: string;
  urls: { policy: string; terms: string; examples: string };
}

export interface Purchase {
  id: string;
  state: string;
  package: string;
  credits: number;
  price_minor: number;
  currency: string;
  provider: string;
  url: string | null;
  created_at: string;
  paid_at: string | null;
  paid_minor: number | null;
  refunded_minor: number;
  receipt: string | null;
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
