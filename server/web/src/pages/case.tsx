// One case: what was written, and how it was decided.
import { useState } from "preact/hooks";
import { useAttempt, useGet, useTask } from "../hooks";
import { Field } from "../parts/field";
import { Loading, Notice, Screen, Trouble } from "../parts/screen";
import type { Place } from "../router";
import type { Case, Decision, Message } from "../types";
import { credits, plain, time } from "../words";

export function CasePage({ place, id }: { place: Place; id: string }) {
  const { value, error, reload } = useGet<Case>(`/v1/cases/${encodeURIComponent(id)}`);
  return (
    <Screen title={value?.subject ?? "Case"} place={place} back={{ to: "/cases", label: "All cases" }}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value && (
        <>
          {value.generation && <p class="small">About <a href={`/models/${value.generation}`}>this model</a></p>}
          <Messages messages={value.messages ?? []} own="account" />
          {value.decision ? <Verdict decision={value.decision} /> : <Reply id={id} sent={reload} />}
        </>
      )}
    </Screen>
  );
}

export function Messages({ messages, own }: { messages: Message[]; own: Message["author"] }) {
  return (
    <ol class="messages" aria-label="Messages">
      {messages.map((message, index) => (
        <li key={index} class={message.author === own ? "own" : undefined}>
          <p class="muted small">
            {message.author === own ? "You" : message.author === "operator" ? "Support" : "The account"}, {time(message.at)}
          </p>
          <p class="text">{message.text}</p>
        </li>
      ))}
    </ol>
  );
}

export function Verdict({ decision }: { decision: Decision }) {
  return (
    <Notice kind="plain">
      <p>
        <strong>
          {plain(decision.outcome)}
          {decision.credits !== null && `: ${credits(decision.credits)}`}
        </strong>
      </p>
      <p>{decision.reason}</p>
      <p class="muted small">Decided {time(decision.decided_at)}</p>
    </Notice>
  );
}

function Reply({ id, sent }: { id: string; sent: () => void }) {
  const [text, setText] = useState("");
  const { busy, error, run } = useTask();
  const reply = useAttempt([text]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      await reply(`/v1/cases/${encodeURIComponent(id)}/messages`, { text });
      setText("");
      sent();
    });
  };
  return (
    <form onSubmit={submit}>
      <Field label="Add something" value={text} change={setText} required lines={4} />
      <Trouble error={error} />
      <button class="quiet" disabled={busy}>Send</button>
    </form>
  );
}
