// The history: everything that was ever made, with what failed and what came back.
import { useState } from "preact/hooks";
import { useList } from "../hooks";
import { Choice } from "../parts/field";
import { Empty, Loading, More, Screen, Trouble } from "../parts/screen";
import { Thumbnail } from "../parts/thumbnail";
import type { Place } from "../router";
import type { Generation, GenerationState } from "../types";
import { FAULTS, STATES, credits, plain, time } from "../words";

type Filter = "all" | "SUCCEEDED" | "FAILED" | "open" | "CANCELED";
const FILTERS: readonly (readonly [Filter, string])[] = [
  ["all", "All"],
  ["SUCCEEDED", "Succeeded"],
  ["FAILED", "Failed"],
  ["open", "Waiting or running"],
  ["CANCELED", "Canceled"],
];

const fits = (filter: Filter, state: GenerationState): boolean =>
  filter === "all" || filter === state || (filter === "open" && (state === "QUEUED" || state === "RUNNING"));

export function Models({ place }: { place: Place }) {
  const { rows, more, error } = useList<Generation>("/v1/generations", 100);
  const [filter, setFilter] = useState<Filter>("all");
  const shown = rows?.filter(({ state }) => fits(filter, state));
  return (
    <Screen title="Models" place={place} actions={<a class="button" href="/create">Make a model</a>}>
      <Trouble error={error} />
      {!rows && !error && <Loading />}
      {rows && rows.length > 0 && <Choice label="Show" value={filter} options={FILTERS} change={setFilter} />}
      {rows && rows.length === 0 && <Empty>Nothing was made yet. <a href="/create">Make the first model</a></Empty>}
      {shown && rows && rows.length > 0 && shown.length === 0 && (
        <Empty>{more ? "None among the latest." : "There is none."}</Empty>
      )}
      <ul class="models">
        {shown?.map((generation) => (
          <li key={generation.id}>
            <Card generation={generation} />
          </li>
        ))}
      </ul>
      <More more={more} />
    </Screen>
  );
}

function Card({ generation }: { generation: Generation }) {
  const { state, fault } = generation;
  return (
    <a class="card" href={`/models/${generation.id}`}>
      <Thumbnail generation={generation} />
      <span class="card-text">
        <span class={`state ${state.toLowerCase()}`}>{STATES[state]}</span>
        <span>{time(generation.created_at)}</span>
        {fault && <span class="small">{FAULTS[fault.kind] ?? plain(fault.kind)}</span>}
        <span class="muted small">
          {state === "FAILED" || state === "CANCELED" ? `${credits(generation.credits)} came back` : credits(generation.credits)}
        </span>
      </span>
    </a>
  );
}
