// Writing in, and what was written.
import { useState } from "preact/hooks";
import { useAttempt, useList, useTask } from "../hooks";
import { Field } from "../parts/field";
import { Empty, Loading, More, Screen, Trouble } from "../parts/screen";
import { Table } from "../parts/table";
import { go, type Place } from "../router";
import type { Case } from "../types";
import { day, plain } from "../words";

export function Cases({ place }: { place: Place }) {
  const { rows, more, error } = useList<Case>("/v1/cases");
  return (
    <Screen title="Cases" place={place}>
      <p>
        Did something go wrong? Tell us what happened. Somebody reads it, answers by mail, and decides; you see all of it here.
      </p>
      <Open generation={place.query.get("generation")} />
      <section aria-labelledby="yours">
        <h2 id="yours">Your cases</h2>
        <Trouble error={error} />
        {!rows && !error && <Loading />}
        {rows?.length === 0 && <Empty>You have not written in yet.</Empty>}
        {rows && rows.length > 0 && (
          <Table<Case> caption="Your cases" rows={rows} id={(one) => one.id} columns={[
            { name: "Subject", cell: (one) => <a href={`/cases/${one.id}`}>{one.subject}</a> },
            { name: "Opened", cell: (one) => day(one.opened_at) },
            { name: "State", cell: (one) => (one.decision ? plain(one.decision.outcome) : "Open") },
          ]} />
        )}
        <More more={more} />
      </section>
    </Screen>
  );
}

function Open({ generation }: { generation: string | null }) {
  const [subject, setSubject] = useState("");
  const [text, setText] = useState("");
  const [about, setAbout] = useState(generation ?? "");
  const { busy, error, run } = useTask();
  const open = useAttempt([subject, text, about]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      const id = about.trim();
      const which = id.startsWith("pur_") ? { purchase: id } : { generation: id };
      const opened = await open<Case>("/v1/cases", { subject, text, ...(id ? which : {}) });
      go(`/cases/${opened.id}`);
    });
  };
  return (
    <form onSubmit={submit}>
      <Field label="Subject" value={subject} change={setSubject} required maxLength={200} />
      <Field label="What happened" value={text} change={setText} required lines={5} />
      <Field label="Id of the model or purchase it is about" value={about} change={setAbout} hint="If there is one." />
      <Trouble error={error} />
      <button disabled={busy}>Send</button>
    </form>
  );
}
