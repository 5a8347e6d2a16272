// One case at the operator's desk: to be answered and decided.
import { useState } from "preact/hooks";
import { useLoaded, useTask } from "../../hooks";
import { Choice, Field } from "../../parts/field";
import { Loading, Notice, Screen, Trouble } from "../../parts/screen";
import type { Place } from "../../router";
import { time } from "../../words";
import { Messages } from "../case";
import { outcomeName } from "./cases";
import { decide, replyTo, showCase, type DeskCase, type Outcome } from "./commands";

export function CaseDesk({ place, id }: { place: Place; id: string }) {
  const { value, error, reload } = useLoaded(() => showCase(id), id);
  return (
    <Screen title={value?.subject ?? "Case"} place={place} back={{ to: "/operator/cases", label: "All cases" }}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value && <Desk desk={value} changed={reload} />}
    </Screen>
  );
}

function Desk({ desk, changed }: { desk: DeskCase; changed: () => void }) {
  const messages = (desk.messages ?? []).map((message) => ({ ...message, author: message.from_operator ? "operator" : "account" }) as const);
  return (
    <>
      <dl class="facts">
        <div><dt>Account</dt><dd><a href={`/operator/accounts/${desk.account}`}><code>{desk.account}</code></a></dd></div>
        {desk.generation && <div><dt>Generation</dt><dd><code>{desk.generation}</code></dd></div>}
        {desk.purchase && <div><dt>Purchase</dt><dd><code>{desk.purchase}</code></dd></div>}
      </dl>
      <Messages messages={messages} own="operator" />
      {desk.decision ? (
        <Notice kind="plain">
          <p><strong>{outcomeName(desk.decision.outcome)}</strong></p>
          <p>{desk.decision.reason}</p>
          <p class="muted small">{desk.decision.actor}, {time(desk.decision.decided_at)}</p>
        </Notice>
      ) : (
        <div class="halves">
          <Reply id={desk.id} sent={changed} />
          <Decide desk={desk} decided={changed} />
        </div>
      )}
    </>
  );
}

function Reply({ id, sent }: { id: string; sent: () => void }) {
  const [text, setText] = useState("");
  const { busy, error, run } = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      await replyTo(id, text);
      setText("");
      sent();
    });
  };
  return (
    <section aria-labelledby="reply">
      <h2 id="reply">Answer</h2>
      <form onSubmit={submit}>
        <Field label="To the account, by mail" value={text} change={setText} required lines={5} />
        <Trouble error={error} />
        <button class="quiet" disabled={busy}>Send</button>
      </form>
    </section>
  );
}

type Kind = "refused" | "credits_restored" | "money_returned";

function Decide({ desk, decided }: { desk: DeskCase; decided: () => void }) {
  const [kind, setKind] = useState<Kind>("refused");
  const [count, setCount] = useState("");
  const [reason, setReason] = useState("");
  const { busy, error, run } = useTask();
  const options: [Kind, string][] = [["refused", "The policy stands"], ["credits_restored", "Give credits back"]];
  if (desk.purchase) options.push(["money_returned", "Send money back"]);
  const outcome = (): Outcome =>
    kind === "refused" ? kind
      : kind === "credits_restored" ? { credits_restored: { credits: Number(count) } }
      : { money_returned: { amount_minor: Number(count) } };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      await decide(desk.id, outcome(), reason);
      decided();
    });
  };
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      <form onSubmit={submit}>
        <Choice label="Outcome" value={kind} options={options} change={setKind} />
        {kind === "credits_restored" && <Field label="Credits" type="number" min={1} value={count} change={setCount} required />}
        {kind === "money_returned" && (
          <Field label="Amount in the smallest unit" type="number" min={1} value={count} change={setCount} required hint="999 is 9.99 in a currency with cents." />
        )}
        <Field label="Reason, for the account to read" value={reason} change={setReason} required lines={3} />
        <Trouble error={error} />
        <button disabled={busy}>Decide</button>
        <p class="hint">A case is decided once.</p>
      </form>
    </section>
  );
}
