// How the service is doing now.
import { getIfThere, useLoaded } from "../../hooks";
import { Loading, Notice, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { FAULTS, STATES, money, plain, time } from "../../words";
import type { GenerationState } from "../../types";
import { actions, type Action } from "./commands";

interface Report {
  queue: { length: number; capacity: number; running: number };
  worker: { ready: boolean; device: string | null };
  faults: Record<string, number>;
  generations: Record<string, number>;
  revenue: { currency: string; minor: number; purchases: number }[];
  credits: { outstanding: number; held: number; frozen: number };
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
        <div><dt>Waiting</dt><dd>{queue.length}<span class="muted small"> of {queue.capacity}</span></dd></div>
        <div><dt>Running</dt><dd>{queue.running}</dd></div>
        <div><dt>Worker</dt><dd>{worker.ready ? "Ready" : "Not ready"}<span class="muted small"> {worker.device ?? ""}</span></dd></div>
        <div><dt>Credits outstanding</dt><dd>{credits.outstanding}</dd></div>
        <div><dt>On hold</dt><dd>{credits.held}</dd></div>
        <div><dt>Frozen</dt><dd>{credits.frozen}</dd></div>
        {revenue.map(({ currency, minor, purchases }) => (
          <div key={currency}>
            <dt>Revenue</dt>
            <dd>{money(minor, currency)}<span class="muted small"> in {purchases}</span></dd>
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
