// One account: what it bought, and adjustments of its credits.
import { useRef, useState } from "preact/hooks";
import { useLoaded, useTask } from "../../hooks";
import { Field } from "../../parts/field";
import { Loading, Notice, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { credits, day, money, plain, time } from "../../words";
import { accounts, grant, lotId, purchases, type PurchaseRow } from "./commands";

export function AccountPage({ place, id }: { place: Place; id: string }) {
  const { value, error, reload } = useLoaded(accounts, id);
  const account = value?.find((account) => account.id === id);
  return (
    <Screen title={account?.email ?? "Account"} place={place} back={{ to: "/operator/accounts", label: "All accounts" }}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value && !account && <Notice kind="error">There is no such account.</Notice>}
      {account && (
        <>
          <dl class="facts">
            <div><dt>Id</dt><dd><code>{account.id}</code></dd></div>
            <div><dt>Since</dt><dd>{day(account.created_at)}</dd></div>
            <div><dt>Role</dt><dd>{plain(account.role)}</dd></div>
            <div><dt>Credits</dt><dd>{account.available}, {account.held} on hold</dd></div>
            {account.terminated_at && <div><dt>Terminated</dt><dd class="danger">{time(account.terminated_at)}</dd></div>}
          </dl>
          <Bought account={id} />
          <Adjust account={id} done={reload} />
        </>
      )}
    </Screen>
  );
}

function Bought({ account }: { account: string }) {
  const { value, error } = useLoaded(() => purchases(account), account);
  return (
    <section aria-labelledby="bought">
      <h2 id="bought">Purchases</h2>
      <Trouble error={error} />
      {value?.length === 0 && <p class="muted">Nothing was bought.</p>}
      {value && value.length > 0 && (
        <Table<PurchaseRow> caption="Purchases" rows={value} id={(purchase) => purchase.id} columns={[
          { name: "Id", cell: (purchase) => <code>{purchase.id}</code> },
          { name: "Begun", cell: (purchase) => time(purchase.created_at) },
          { name: "Package", cell: (purchase) => purchase.package.name },
          { name: "Paid", number: true, cell: (purchase) => (purchase.paid_minor === null ? "" : money(purchase.paid_minor, purchase.package.currency)) },
          { name: "Returned", number: true, cell: (purchase) => money(purchase.refunded_minor, purchase.package.currency) },
          { name: "State", cell: (purchase) => plain(purchase.state) },
        ]} />
      )}
    </section>
  );
}

function Adjust({ account, done }: { account: string; done: () => void }) {
  const [count, setCount] = useState("");
  const [reason, setReason] = useState("");
  const [given, setGiven] = useState<number | null>(null);
  const { busy, error, run } = useTask();
  // Pressed again after an answer was lost, it is the same grant.
  const lot = useRef(lotId());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      await grant(lot.current, account, Number(count), reason);
      lot.current = lotId();
      setGiven(Number(count));
      setCount("");
      setReason("");
      done();
    });
  };
  return (
    <section aria-labelledby="adjust">
      <h2 id="adjust">Give credits</h2>
      <p class="muted">A recorded adjustment, which the account sees in its statement with the reason.</p>
      <form onSubmit={submit}>
        <Field label="Credits" type="number" min={1} value={count} change={setCount} required />
        <Field label="Reason" value={reason} change={setReason} required maxLength={1000} />
        <Trouble error={error} />
        {given !== null && <Notice kind="good">{credits(given)} were given.</Notice>}
        <button disabled={busy}>Give</button>
      </form>
    </section>
  );
}
