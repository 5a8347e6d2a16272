// Signing in: by a link that comes by mail, or with a key.
import { useState } from "preact/hooks";
import { post } from "../api";
import { useTask } from "../hooks";
import { Field } from "../parts/field";
import { Notice, Screen, Trouble } from "../parts/screen";
import { goOn } from "../router";
import { useSession } from "../session";
import type { Session } from "../types";
import type { PageProps } from "./index";

/** Where the page remembers, until the mailed link is opened, where its visitor wanted to go. */
export const WANTED = "wanted";

export function SignIn({ place }: PageProps) {
  const to = place.query.get("to");
  return (
    <Screen title="Sign in" place={place} narrow>
      <ByMail to={to} />
      <p class="or"><span>or</span></p>
      <ByKey to={to} />
    </Screen>
  );
}

export function ByMail({ to }: { to: string | null }) {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { busy, error, run } = useTask();
  if (sent) {
    return (
      <Notice kind="good">
        A mail with a link is on its way to {email}. The link works once, within an hour.
      </Notice>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      await post("/v1/signups", { email });
      if (to) localStorage.setItem(WANTED, to);
      else localStorage.removeItem(WANTED);
      setSent(true);
    });
  };
  return (
    <form onSubmit={submit}>
      <Field label="E-mail address" type="email" value={email} change={setEmail} required autoComplete="email"
        hint="We mail you a link. It signs you in, and makes your account if you have none yet." />
      <Trouble error={error} />
      <button disabled={busy}>Mail me a link</button>
    </form>
  );
}

function ByKey({ to }: { to: string | null }) {
  const { change } = useSession();
  const [key, setKey] = useState("");
  const { busy, error, run } = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      change(await post<Session>("/v1/session", { key: key.trim() }));
      goOn(to);
    });
  };
  return (
    <form onSubmit={submit}>
      <Field label="API key" type="password" value={key} change={setKey} required autoComplete="current-password"
        hint="Begins with oc3d_." />
      <Trouble error={error} />
      <button class="quiet" disabled={busy}>Sign in with the key</button>
    </form>
  );
}
