// What operators' commands take and say, as far as the pages use them.
import { command } from "../../api";

export interface AccountRow {
  id: string;
  email: string;
  created_at: string;
  available: number;
  held: number;
  role: "user" | "operator";
  terminated_at: string | null;
}

export interface Dispute {
  id: string;
  provider: string;
  payment: string;
  purchase: string | null;
  account: string | null;
  amount_minor: number;
  currency: string;
  reason: string;
  status: string;
  at: string;
  due_by: string | null;
}

export interface PurchaseRow {
  id: string;
  package: { name: string; credits: number; price_minor: number; currency: string };
  created_at: string;
  paid_minor: number | null;
  paid_at: string | null;
  refunded_minor: number;
  state: string;
  lot: string | null;
}

export type Outcome = "refused" | { credits_restored: { credits: number } } | { money_returned: { amount_minor: number } };

export interface DeskCase {
  id: string;
  account: string;
  subject: string;
  generation: string | null;
  purchase: string | null;
  opened_at: string;
  messages?: { author: string; from_operator: boolean; at: string; text: string }[];
  decision: { outcome: Outcome; reason: string; actor: string; decided_at: string } | null;
}

export interface Action {
  at: string;
  actor: string;
  action: unknown;
  reason: string | null;
}

export const accounts = async (): Promise<AccountRow[]> => (await command<{ accounts: AccountRow[] }>("list_accounts")).accounts;

export const actions = async (): Promise<Action[]> => (await command<{ actions: Action[] }>("list_actions")).actions;

export const disputes = async (): Promise<Dispute[]> =>
  (await command<{ payments: { disputes: Dispute[] } }>({ payments: "list_disputes" })).payments.disputes;

export const showDispute = async (id: string): Promise<Dispute> =>
  (await command<{ payments: { dispute: Dispute } }>({ payments: { show_dispute: { dispute: id } } })).payments.dispute;

export const purchases = async (account: string): Promise<PurchaseRow[]> =>
  (await command<{ payments: { purchases: PurchaseRow[] } }>({ payments: { list_purchases: { account } } })).payments.purchases;

export const cases = async (all: boolean): Promise<DeskCase[]> =>
  (await command<{ cases: { cases: DeskCase[] } }>({ cases: { list: { all } } })).cases.cases;

const one = async (asked: unknown): Promise<DeskCase> => (await command<{ cases: { case: DeskCase } }>({ cases: asked })).cases.case;

export const showCase = (id: string): Promise<DeskCase> => one({ show: { case: id } });
export const replyTo = (id: string, text: string): Promise<DeskCase> => one({ reply: { case: id, text } });
export const decide = (id: string, outcome: Outcome, reason: string): Promise<DeskCase> =>
  one({ decide: { case: id, verdict: { outcome, reason } } });

export const grant = (id: string, account: string, credits: number, reason: string): Promise<unknown> =>
  command({ grant: { id, account, credits, adjustment: { reason, reference: null } } });

/** The id of a lot, made by the asker: a grant whose answer was lost can be sent again. */
export function lotId(): string {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet.charAt(byte % 32));
  return `lot_${letters.join("")}`;
}
