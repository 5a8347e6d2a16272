// How the service is doing now.
import { getIfThere, useLoaded } from "../../hooks";
import { Loading, Notice, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { FAULTS, STATES, money, plain, time } from "../../words";
import type { GenerationState } from "../../types";
import { actions, type Action } from "./commands";

interface Report {
  queue: { waiting: number; capacity: number; running: number };
  worker: { ready: boolean; device: string | null };
  faults: Record<string, number>;
  generations: Record<string, number>;
  revenue: { currency: string; purchases: number; paid_minor: number; refunded_minor: number }[];
  open_cases: number;
  credits: { available: number; held: number; frozen: number; spent: number };
}

export function Overview({ place }: { place: Place }) {
  const { value, error, reload } = useLoaded(async () => ({ report: await getIfThere<Report>("/v1/operator/overview") }), "overview");
  return (
    <Screen title="Overview" place={place} actions={<button type="button" class="quiet" onClick={reload}>Refresh</button>}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value && !value.report && <Notice kind="plain">This server does not report figures here; its metrics are at /metrics.</Notice>}
      {value?.report && <Figures report={value.report} />}
      <Done />
    </Screen>
  );
}

function Figures({ report }: { report: Report }) {
  const { queue, worker, faults, generations, revenue, credits } = report;
  return (
    <>
      <dl class="figures">
        <div><dt>Waiting</dt><dd>{queue.waiting}<span class="muted small"> of {queue.capacity}</span></dd></div>
        <div><dt>Running</dt><dd>{queue.running}</dd></div>
        <div><dt>Worker</dt><dd>{worker.ready ? "Ready" : "Not ready"}<span class="muted small note">{worker.device ?? ""}</span></dd></div>
        <div><dt>Credits outstanding</dt><dd>{credits.available + credits.held + credits.frozen}</dd></div>
        <div><dt>On hold</dt><dd>{credits.held}</dd></div>
        <div><dt>Frozen by disputes</dt><dd>{credits.frozen}</dd></div>
        <div><dt>Credits spent</dt><dd>{credits.spent}</dd></div>
        <div><dt>Open cases</dt><dd>{report.open_cases}</dd></div>
        {revenue.map(({ currency, purchases, paid_minor, refunded_minor }) => (
          <div key={currency}>
            <dt>Revenue from {purchases} {purchases === 1 ? "purchase" : "purchases"}</dt>
            <dd>
              {money(paid_minor, currency)}
              {refunded_minor > 0 && <span class="muted small"> {money(refunded_minor, currency)} returned</span>}
            </dd>
          </div>
        ))}
      </dl>
      <div class="halves">
        <Counts title="Generations" counts={generations} words={(name) => STATES[name as GenerationState] ?? plain(name)} />
        <Counts title="Faults by kind" counts={faults} words={(name) => FAULTS[name] ?? plain(name)} />
      </div>
    </>
  );
}

function Counts({ title, counts, words }: { title: string; counts: Record<string, number>; words: (name: string) => string }) {
  const rows = Object.entries(counts);
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? <p class="muted">None.</p> : (
        <Table<[string, number]> caption={title} rows={rows} id={([name]) => name} columns={[
          { name: "What", cell: ([name]) => words(name) },
          { name: "How many", number: true, cell: ([, count]) => count },
        ]} />
      )}
    </section>
  );
}

const SHOWN = 15;

function Done() {
  const { value, error } = useLoaded(actions, "actions");
  return (
    <section aria-labelledby="done">
      <h2 id="done">What operators did</h2>
      <Trouble error={error} />
      {value && (value.length === 0 ? <p class="muted">Nothing yet.</p> : (
        <Table<Action> caption="What operators did, latest first" rows={value.slice(0, SHOWN)} id={(action) => value.indexOf(action)} columns={[
          { name: "When", cell: (action) => time(action.at) },
          { name: "Who", cell: (action) => action.actor },
          { name: "What", cell: (action) => plain(nameOf(action.action)) },
          { name: "Why", cell: (action) => action.reason ?? "" },
        ]} />
      ))}
    </section>
  );
}

/** A command is a name, or a name with what it is about. */
function nameOf(action: unknown): string {
  if (typeof action === "string") return action;
  if (typeof action !== "object" || action === null) return "";
  const [name, inner] = Object.entries(action)[0] ?? ["", null];
  return name === "cases" || name === "payments" ? `${name}: ${nameOf(inner)}` : name;
}
