// The balance with its lots, what can be bought, what was bought, and every entry of the journal.
import { useEffect, useState } from "preact/hooks";
import { useAttempt, useGet, useList, useTask } from "../hooks";
import { Check } from "../parts/field";
import { Loading, More, Notice, Screen, Trouble } from "../parts/screen";
import { Table } from "../parts/table";
import type { Balance, Entry, Lot, Package, Policy, Purchase } from "../types";
import { credits, day, entry, money, plain, signed, time } from "../words";
import type { PageProps } from "./index";

export function Credits({ place }: PageProps) {
  const balance = useGet<Balance>("/v1/credits");
  useEffect(() => {
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <Screen title="Credits" place={place}>
      <Trouble error={balance.error} />
      {balance.value ? <Standing balance={balance.value} /> : !balance.error && <Loading />}
      <Buy />
      <Purchases />
      <Statement />
    </Screen>
  );
}

function Standing({ balance }: { balance: Balance }) {
  const { available, held, frozen, lots } = balance;
  return (
    <section aria-labelledby="balance">
      <h2 id="balance" class="unseen">Balance</h2>
      <p class="figure"><span class="amount">{available}</span> {available === 1 ? "credit" : "credits"} to use</p>
      {held > 0 && <p class="muted">{credits(held)} on hold for what is being made now.</p>}
      {frozen > 0 && <p class="muted">{credits(frozen)} kept back by an open dispute.</p>}
      {lots.length > 0 && (
        <Table<Lot> caption="Where they come from, and when they expire" rows={lots} id={(lot) => lot.id} columns={[
          { name: "Left", number: true, cell: (lot) => lot.remaining },
          { name: "On hold", number: true, cell: (lot) => lot.held },
          { name: "Of", number: true, cell: (lot) => lot.credits },
          { name: "Expire on", cell: (lot) => day(lot.expires_at) },
        ]} />
      )}
    </section>
  );
}

function Buy() {
  const packages = useGet<{ data: Package[] }>("/v1/packages");
  const policy = useGet<Policy>("/v1/policy");
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const { busy, error, run } = useTask();
  const first = packages.value?.data[0]?.id;
  const picked = chosen ?? first ?? null;
  const checkOut = useAttempt([picked, policy.value?.sha256, seen]);
  const buy = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      const request = { package: picked, policy_sha256: policy.value?.sha256, examples_seen: seen };
      const begun = await checkOut<{ id: string; url: string | null }>("/v1/checkouts", request);
      if (begun.url) location.assign(begun.url);
    });
  };
  return (
    <section aria-labelledby="buy">
      <h2 id="buy">Buy credits</h2>
      <form onSubmit={buy}>
        <fieldset class="plain">
          <legend class="unseen">Package</legend>
          <div class="packages">
            {packages.value?.data.map((one) => (
              <label key={one.id} class="package">
                <input type="radio" name="package" checked={one.id === picked} onChange={() => setChosen(one.id)} />
                <span><strong>{one.name}</strong><span class="muted">{credits(one.credits)}</span></span>
                <span class="amount">{one.price}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Check checked={seen} change={setSeen}>
          I have looked at the <a href="/examples" target="_blank">examples (opens a new tab)</a> and know what to expect.
        </Check>
        <Check checked={accepted} change={setAccepted}>
          I accept the <a href={policy.value?.urls.policy ?? "/policy"} target="_blank">refund policy (opens a new tab)</a> and
          the <a href={policy.value?.urls.terms ?? "/terms"} target="_blank">terms (opens a new tab)</a>: sales are final.
        </Check>
        <Trouble error={error ?? packages.error ?? policy.error} />
        <button disabled={busy || !seen || !accepted || !picked || !policy.value}>
          {busy ? "To the payment…" : "Go to the payment"}
        </button>
      </form>
    </section>
  );
}

function Purchases() {
  const { rows, more, error } = useList<Purchase>("/v1/purchases");
  return (
    <section aria-labelledby="purchases">
      <h2 id="purchases">Purchases</h2>
      <Trouble error={error} />
      {rows?.length === 0 && <p class="muted">Nothing was bought yet.</p>}
      {rows && rows.length > 0 && (
        <Table<Purchase> caption="Purchases" rows={rows} id={(purchase) => purchase.id} columns={[
          { name: "Begun", cell: (purchase) => time(purchase.created_at) },
          { name: "Credits", number: true, cell: (purchase) => purchase.credits },
          { name: "Price", number: true, cell: (purchase) => money(purchase.paid_minor ?? purchase.price_minor, purchase.currency) },
          { name: "State", cell: (purchase) => plain(purchase.state) },
          {
            name: "Papers",
            cell: (purchase) =>
              purchase.receipt ? <a href={purchase.receipt}>Receipt</a>
                : purchase.url ? <a href={purchase.url}>Pay</a> : <span class="muted">none</span>,
          },
        ]} />
      )}
      <More more={more} />
      <p class="small"><a href="/cases">Is something wrong with a purchase? Write to us first.</a></p>
    </section>
  );
}

/** By how much an entry changed what can be used; of one that only ends a hold, what became of the hold. */
function Change({ change }: { change: Entry["change"] }) {
  if (change.available === 0 && change.held !== 0) return <>{signed(change.held)} <span class="muted">held</span></>;
  return <>{signed(change.available)}</>;
}

function Statement() {
  const { rows, more, error } = useList<Entry>("/v1/credits/entries");
  return (
    <section aria-labelledby="statement">
      <h2 id="statement">Statement</h2>
      <Trouble error={error} />
      {rows?.length === 0 && <Notice kind="plain">Nothing has happened in this account yet.</Notice>}
      {rows && rows.length > 0 && (
        <Table<Entry> caption="Entries, latest first" rows={rows} id={(one) => one.sequence} columns={[
          { name: "When", cell: (one) => time(one.created_at) },
          { name: "Credits", number: true, cell: (one) => <Change change={one.change} /> },
          { name: "What", cell: (one) => <>{entry(one.kind)}{one.reason && <span class="muted reason">{one.reason}</span>}</> },
          { name: "To use after it", number: true, cell: (one) => one.available },
          { name: "On hold", number: true, cell: (one) => one.held },
        ]} />
      )}
      <More more={more} />
      <p class="buttons">
        <a class="button quiet" href="/v1/credits/statement?format=csv" download="statement.csv">All of it as CSV</a>
        <a class="button quiet" href="/v1/credits/statement" download="statement.json">As JSON</a>
      </p>
    </section>
  );
}
