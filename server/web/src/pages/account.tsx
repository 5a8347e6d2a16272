// Who is signed in, the keys of his programs, what his programs are told, and everything that is kept of him.
import { useState } from "preact/hooks";
import { post, remove } from "../api";
import { useAttempt, useList, useTask } from "../hooks";
import { Field } from "../parts/field";
import { Loading, More, Notice, Screen, Trouble } from "../parts/screen";
import { Table } from "../parts/table";
import { go } from "../router";
import { useSession } from "../session";
import type { Key } from "../types";
import { time } from "../words";
import type { PageProps } from "./index";
import { Webhooks } from "./webhooks";

export function Account({ place }: PageProps) {
  const { session, change } = useSession();
  const { busy, error, run } = useTask();
  const signOut = () =>
    run(async () => {
      await remove("/v1/session");
      change(null);
      go("/");
    });
  return (
    <Screen title="Account" place={place}>
      <dl class="facts">
        <div><dt>E-mail address</dt><dd>{session?.account.email}</dd></div>
        <div><dt>Id</dt><dd><code>{session?.account.id}</code></dd></div>
      </dl>
      <Trouble error={error} />
      <p class="buttons">
        <button type="button" class="quiet" disabled={busy} onClick={signOut}>Sign out</button>
        <a class="button quiet" href="/v1/account/export" download>Everything that is kept of you</a>
      </p>
      <Keys />
      <Webhooks />
    </Screen>
  );
}

function Keys() {
  const { rows, more, error, reload } = useList<Key>("/v1/keys");
  const [name, setName] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const task = useTask();
  const add = useAttempt([name]);
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    task.run(async () => {
      try {
        const { key } = await add<{ key: string }>("/v1/keys", name ? { name } : {});
        setMade(key);
        setName("");
      } finally {
        // Also a key that was made and whose answer was lost: it is there to be replaced or revoked.
        reload();
      }
    });
  };
  const rotate = (key: Key) =>
    task.run(async () => {
      const { key: made } = await post<{ key: string }>(`/v1/keys/${key.id}/rotate`, {});
      setMade(made);
      reload();
    });
  const revoke = (key: Key) =>
    task.run(async () => {
      await remove(`/v1/keys/${key.id}`);
      reload();
    });
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">API keys</h2>
      <p>Programs send a key as <code>Authorization: Bearer KEY</code>. Whoever has it spends your credits.</p>
      <form class="inline" onSubmit={make}>
        <Field label="Name of a new key" value={name} change={setName} maxLength={100} />
        <button disabled={task.busy}>Make a key</button>
      </form>
      {made && (
        <Notice kind="good">
          <p>This is the key. Copy it now, it is not shown again:</p>
          <p><code class="key">{made}</code></p>
        </Notice>
      )}
      <Trouble error={task.error ?? error} />
      {!rows && !error && <Loading />}
      {rows && rows.length > 0 && (
        <Table<Key> caption="API keys" rows={rows} id={(key) => key.id} columns={[
          { name: "Name", cell: (key) => key.name ?? <span class="muted">no name</span> },
          { name: "Begins", cell: (key) => <code>oc3d_{key.id.replace(/^key_/, "").slice(0, 6)}…</code> },
          { name: "Made", cell: (key) => time(key.created_at) },
          { name: "Last used", cell: (key) => (key.last_used_at ? time(key.last_used_at) : "never") },
          {
            name: "What to do",
            cell: (key) =>
              key.revoked_at ? (
                <span class="muted">ended {time(key.revoked_at)}</span>
              ) : (
                <span class="row">
                  <button type="button" class="link" disabled={task.busy} onClick={() => rotate(key)}
                    aria-label={`Replace the key ${key.name ?? key.id}`}>Replace</button>
                  <button type="button" class="link danger" disabled={task.busy} onClick={() => revoke(key)}
                    aria-label={`Revoke the key ${key.name ?? key.id}`}>Revoke</button>
                </span>
              ),
          },
        ]} />
      )}
      <More more={more} />
    </section>
  );
}
