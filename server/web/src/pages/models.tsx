// The history: everything that was ever made, with what failed and what came back.
import { useState } from "preact/hooks";
import { useList } from "../hooks";
import { Choice } from "../parts/field";
import { Empty, Loading, More, Screen, Trouble } from "../parts/screen";
import { Thumbnail } from "../parts/thumbnail";
import type { Place } from "../router";
import type { Generation } from "../types";
import { FAULTS, STATES, credits, plain, time } from "../words";

/** By the states that the server is asked for. */
const FILTERS = [
  ["", "All"],
  ["SUCCEEDED", "Succeeded"],
  ["FAILED", "Failed"],
  ["QUEUED,RUNNING", "Waiting or running"],
  ["CANCELED", "Canceled"],
] as const;
type Filter = (typeof FILTERS)[number][0];

export function Models({ place }: { place: Place }) {
  const [filter, setFilter] = useState<Filter>("");
  const { rows, more, error } = useList<Generation>(`/v1/generations${filter && `?state=${filter}`}`);
  return (
    <Screen title="Models" place={place} actions={<a class="button" href="/create">Make a model</a>}>
      {(filter || rows?.length !== 0) && <Choice label="Show" value={filter} options={FILTERS} change={setFilter} />}
      <Trouble error={error} />
      {!rows && !error && <Loading />}
      {rows?.length === 0 && (filter ? <Empty>There is none.</Empty> : (
        <Empty>Nothing was made yet. <a href="/create">Make the first model</a></Empty>
      ))}
      <ul class="models">
        {rows?.map((generation) => (
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
