// One generation: its stages while it runs, its model when it is there, what went wrong if it is not.
import { useEffect, useState } from "preact/hooks";
import { get, message, post } from "../api";
import { useTask } from "../hooks";
import { Loading, Notice, Screen, Trouble } from "../parts/screen";
import { Viewer } from "../parts/viewer";
import type { Place } from "../router";
import type { Format, Generation, GenerationState, Stage } from "../types";
import { FAULTS, STAGES, STATES, credits, plain, time } from "../words";

const FORMATS: readonly (readonly [Format, string])[] = [
  ["glb", "for the web and most programs"],
  ["obj", "for modelling"],
  ["stl", "for printing, in millimetres"],
  ["ply", "with colours, for research"],
];
const ORDER = Object.keys(STAGES) as Stage[];
const isOver = (state: GenerationState) => state !== "QUEUED" && state !== "RUNNING";

export function GenerationPage({ place, id }: { place: Place; id: string }) {
  const { generation, error, reload } = useGeneration(id);
  const back = { to: "/models", label: "All models" };
  if (!generation) {
    return (
      <Screen title="Model" place={place} back={back}>
        {error ? <Notice kind="error">{error}</Notice> : <Loading />}
      </Screen>
    );
  }
  return (
    <Screen title={`Model of ${time(generation.created_at)}`} place={place} back={back}>
      <Trouble error={error} />
      {!isOver(generation.state) && <Running generation={generation} ended={reload} />}
      {generation.state === "SUCCEEDED" && <Succeeded generation={generation} />}
      {generation.state === "FAILED" && <Failed generation={generation} />}
      {generation.state === "CANCELED" && (
        <Notice kind="plain">You canceled this run, and its {credits(generation.credits)} came back.</Notice>
      )}
      <Facts generation={generation} />
    </Screen>
  );
}

/** A generation, followed until it has ended. */
function useGeneration(id: string) {
  const [generation, setGeneration] = useState<Generation | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const reload = () => setRound((round) => round + 1);
  const path = `/v1/generations/${encodeURIComponent(id)}`;
  useEffect(() => {
    let events: EventSource | null = null;
    let here = true;
    const load = async () => {
      const now = await get<Generation>(path);
      if (here) setGeneration(now);
      return now;
    };
    load().then((now) => {
      if (!here || isOver(now.state)) return;
      events = new EventSource(`${path}/events`);
      events.onmessage = ({ data }: MessageEvent<string>) => {
        const { state, stage, fraction } = JSON.parse(data) as { state: GenerationState; stage: Stage | null; fraction: number };
        if (isOver(state)) {
          events?.close();
          load().catch((error: unknown) => setError(message(error)));
        } else {
          setGeneration((old) => old && { ...old, state, progress: { stage, fraction } });
        }
      };
    }, (error: unknown) => here && setError(message(error)));
    return () => {
      here = false;
      events?.close();
    };
  }, [path, round]);
  return { generation, error, reload };
}

function Running({ generation, ended }: { generation: Generation; ended: () => void }) {
  const { busy, error, run } = useTask();
  const { stage, fraction } = generation.progress;
  const at = stage ? ORDER.indexOf(stage) : -1;
  const cancel = () =>
    run(async () => {
      await post(`/v1/generations/${generation.id}/cancel`);
      ended();
    });
  const words = stage ? STAGES[stage] : generation.state === "QUEUED" ? "Waiting for a free place" : "Starting";
  return (
    <section class="running" aria-labelledby="progress">
      <h2 id="progress" class="unseen">Progress</h2>
      <p class="large-text" role="status">{words}</p>
      <progress max={1} value={fraction} aria-label="Progress of the run" />
      <ol class="stages">
        {ORDER.map((one, index) => (
          <li key={one} data-state={index < at ? "done" : index === at ? "now" : "later"} aria-current={index === at ? "step" : undefined}>
            {STAGES[one]}
          </li>
        ))}
      </ol>
      <Trouble error={error} />
      <p>
        <button type="button" class="quiet" disabled={busy} onClick={cancel}>Cancel</button>
        <span class="muted small"> You may close this page: the run goes on.</span>
      </p>
    </section>
  );
}

function Succeeded({ generation }: { generation: Generation }) {
  const { artifacts, artifacts_expired_at: expired } = generation;
  if (expired) return <Notice kind="plain">The files were removed {time(expired)}, as they were due. The record stays.</Notice>;
  const glb = artifacts.glb;
  return (
    <>
      <p class="unseen" role="status">The model is ready.</p>
      {glb && <Viewer src={glb} poster={generation.thumbnail_url} alt="The model that was made of your photo" />}
      <section aria-labelledby="downloads">
        <h2 id="downloads">Download</h2>
        <ul class="downloads">
          {FORMATS.filter(([format]) => artifacts[format]).map(([format, words]) => (
            <li key={format}>
              <a class="button quiet" href={artifacts[format]} download>{format.toUpperCase()}</a>
              <span class="muted small">{words}</span>
            </li>
          ))}
        </ul>
        <p class="muted small">Did something go wrong with it? Please <a href={`/cases?generation=${generation.id}`}>write to us</a>.</p>
      </section>
    </>
  );
}

function Failed({ generation }: { generation: Generation }) {
  const { fault } = generation;
  return (
    <Notice kind="error">
      <p><strong>{fault ? (FAULTS[fault.kind] ?? plain(fault.kind)) : "The run failed"}</strong></p>
      {fault && <p>{fault.message}</p>}
      <p>
        {credits(generation.credits)} came back to your account. <a href="/create">Try again</a>, or{" "}
        <a href={`/cases?generation=${generation.id}`}>write to us</a> if it goes on.
      </p>
    </Notice>
  );
}

function Facts({ generation }: { generation: Generation }) {
  const { started_at: from, finished_at: to } = generation;
  const took = from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">Details</h2>
      <dl class="facts">
        <div><dt>State</dt><dd>{STATES[generation.state]}</dd></div>
        <div><dt>Made by</dt><dd>{generation.model}</dd></div>
        <div><dt>Price</dt><dd>{credits(generation.credits)}{isOver(generation.state) && generation.state !== "SUCCEEDED" ? ", given back" : ""}</dd></div>
        {took !== null && <div><dt>Took</dt><dd>{took < 10 ? took.toFixed(1) : Math.round(took)} s</dd></div>}
        <div><dt>Id</dt><dd><code>{generation.id}</code></dd></div>
      </dl>
    </section>
  );
}
