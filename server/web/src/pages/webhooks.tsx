// The account's webhooks: where the server tells a program of the account what became of a generation, and how that went.
import { useState } from "preact/hooks";
import { post, remove } from "../api";
import { useAttempt, useGet, useList, useTask, type List } from "../hooks";
import { Check, Field } from "../parts/field";
import { Loading, More, Notice, Screen, Trouble } from "../parts/screen";
import { Table } from "../parts/table";
import { go, type Place } from "../router";
import type { Attempt, Delivery, Endpoint, EndEvent, MadeEndpoint } from "../types";
import { plain, time } from "../words";

const EVENTS: readonly (readonly [EndEvent, string])[] = [
  ["generation.succeeded", "A model was made"],
  ["generation.failed", "A run failed"],
  ["generation.canceled", "A run was canceled"],
];

const WHY: Record<string, string> = {
  gone: "Disabled: it answered that it is gone (410).",
  failing: "Disabled: nothing reached it for days.",
};

/** The list of them on the account's page. */
export function Webhooks() {
  const { rows, more, error, reload } = useList<Endpoint>("/v1/webhook-endpoints");
  const [secret, setSecret] = useState<string | null>(null);
  const made = (endpoint: MadeEndpoint) => {
    setSecret(endpoint.secret);
    reload();
  };
  return (
    <section aria-labelledby="webhooks">
      <h2 id="webhooks">Webhooks</h2>
      <p>
        The server can tell a program of yours what became of a run, by a signed request to an address of your choice
        (<a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">Standard Webhooks (opens a new tab)</a>).
      </p>
      <Trouble error={error} />
      {!rows && !error && <Loading />}
      {rows && rows.length > 0 && (
        <Table<Endpoint> caption="Webhooks" rows={rows} id={(endpoint) => endpoint.id} columns={[
          { name: "Address", cell: (endpoint) => <a href={`/account/webhooks/${endpoint.id}`}><code>{endpoint.url}</code></a> },
          { name: "What for", cell: (endpoint) => endpoint.description ?? "" },
          { name: "State", cell: (endpoint) => <State endpoint={endpoint} /> },
          { name: "Since", cell: (endpoint) => time(endpoint.created_at) },
        ]} />
      )}
      <More more={more} />
      {secret && <Secret secret={secret} />}
      <Add made={made} />
    </section>
  );
}

function State({ endpoint }: { endpoint: Endpoint }) {
  return endpoint.state === "enabled" ? <>Enabled</> : <span class="danger">Disabled</span>;
}

function Secret({ secret }: { secret: string }) {
  return (
    <Notice kind="good">
      <p>Requests are signed with this secret. Copy it now, it is not shown again:</p>
      <p><code class="key">{secret}</code></p>
    </Notice>
  );
}

function Add({ made }: { made: (endpoint: MadeEndpoint) => void }) {
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [events, setEvents] = useState<EndEvent[]>(EVENTS.map(([event]) => event));
  const { busy, error, run } = useTask();
  const add = useAttempt([url, description, events]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      made(await add<MadeEndpoint>("/v1/webhook-endpoints", { url, events, ...(description && { description }) }));
      setUrl("");
      setDescription("");
    });
  };
  return (
    <form onSubmit={submit}>
      <h3>Add a webhook</h3>
      <Field label="Address" type="url" value={url} change={setUrl} required hint="https://…, and not on a private network." />
      <Field label="What for" value={description} change={setDescription} hint="For you to know it by." />
      <fieldset>
        <legend>Tell it when</legend>
        {EVENTS.map(([event, words]) => (
          <Check key={event} checked={events.includes(event)}
            change={(on) => setEvents(EVENTS.map(([event]) => event).filter((one) => (one === event ? on : events.includes(one))))}>
            {words} <code class="muted">{event}</code>
          </Check>
        ))}
      </fieldset>
      <Trouble error={error} />
      <button disabled={busy || events.length === 0}>Add the webhook</button>
    </form>
  );
}

/** One of them, with what was sent to it. */
export function WebhookPage({ place, id }: { place: Place; id: string }) {
  const path = `/v1/webhook-endpoints/${encodeURIComponent(id)}`;
  const { value, error, reload } = useGet<Endpoint>(path);
  const deliveries = useList<Delivery>(`${path}/deliveries`);
  const [secret, setSecret] = useState<string | null>(null);
  const task = useTask();
  const enable = () =>
    task.run(async () => {
      await post(`${path}/enable`);
      reload();
    });
  const rotate = () =>
    task.run(async () => {
      setSecret((await post<MadeEndpoint>(`${path}/rotate`)).secret);
    });
  const test = () =>
    task.run(async () => {
      await post(`${path}/test`);
      deliveries.reload();
    });
  const end = () =>
    task.run(async () => {
      await remove(path);
      go("/account");
    });
  return (
    <Screen title="Webhook" place={place} back={{ to: "/account", label: "Account" }}
      actions={<button type="button" class="quiet" onClick={() => { reload(); deliveries.reload(); }}>Refresh</button>}>
      <Trouble error={task.error ?? error} />
      {!value && !error && <Loading />}
      {value && (
        <>
          {value.disabled_reason && (
            <Notice kind="error">{WHY[value.disabled_reason] ?? `Disabled: ${plain(value.disabled_reason)}.`} Mend it, then enable it.</Notice>
          )}
          <dl class="facts">
            <div><dt>Address</dt><dd><code>{value.url}</code></dd></div>
            {value.description && <div><dt>What for</dt><dd>{value.description}</dd></div>}
            <div><dt>State</dt><dd><State endpoint={value} /></dd></div>
            <div><dt>Told when</dt><dd>{value.events.map((event) => <div key={event}><code>{event}</code></div>)}</dd></div>
            <div><dt>Since</dt><dd>{time(value.created_at)}</dd></div>
            <div><dt>Id</dt><dd><code>{value.id}</code></dd></div>
          </dl>
          {secret && <Secret secret={secret} />}
          <p class="buttons">
            {value.state === "disabled" && <button type="button" disabled={task.busy} onClick={enable}>Enable</button>}
            {value.state === "enabled" && <button type="button" class="quiet" disabled={task.busy} onClick={test}>Send a test</button>}
            <button type="button" class="quiet" disabled={task.busy} onClick={rotate}>Replace the secret</button>
            <button type="button" class="quiet danger" disabled={task.busy} onClick={end}>Delete</button>
          </p>
          <p class="hint">A secret that was replaced signs beside the new one for a day.</p>
          <Deliveries path={path} list={deliveries} open={value.state === "enabled"} />
        </>
      )}
    </Screen>
  );
}

/** `open`: whether anything can be sent again. */
function Deliveries({ path, list, open }: { path: string; list: List<Delivery>; open: boolean }) {
  const { rows, more, error, reload } = list;
  const task = useTask();
  const replay = (delivery: Delivery) =>
    task.run(async () => {
      await post(`${path}/deliveries/${delivery.id}/replay`);
      reload();
    });
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">What was sent</h2>
      <Trouble error={task.error ?? error} />
      {!rows && !error && <Loading />}
      {rows?.length === 0 && <p class="muted">Nothing was sent yet.</p>}
      {rows && rows.length > 0 && (
        <Table<Delivery> caption="Deliveries, latest first" rows={rows} id={(delivery) => delivery.id} columns={[
          { name: "When", cell: (delivery) => time(delivery.created_at) },
          {
            name: "What",
            cell: (delivery) => (
              <>
                <code>{delivery.event}</code>
                {delivery.generation && <> <a href={`/models/${delivery.generation}`}>the model</a></>}
                <span class="muted small reason"><code>{delivery.id}</code></span>
              </>
            ),
          },
          {
            name: "State",
            cell: (delivery) => (
              <>
                <span class={delivery.state === "failed" ? "danger" : undefined}>{plain(delivery.state)}</span>
                <br />
                {delivery.next_attempt_at && <><span class="muted small">again {time(delivery.next_attempt_at)}</span><br /></>}
                {open && (
                  <button type="button" class="link" disabled={task.busy} onClick={() => replay(delivery)}
                    aria-label={`Send again ${delivery.id}`}>Send again</button>
                )}
              </>
            ),
          },
          { name: "Attempts", cell: (delivery) => <Attempts attempts={delivery.attempts} /> },
        ]} />
      )}
      <More more={more} />
    </section>
  );
}

function Attempts({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length === 0) return <span class="muted">none yet</span>;
  return (
    <ol class="attempts">
      {attempts.map(({ at, status, error, ms }) => (
        <li key={at}>
          {time(at)}: {status ?? "no answer"}, {ms} ms
          {error && <span class="muted small reason">{error}</span>}
        </li>
      ))}
    </ol>
  );
}
