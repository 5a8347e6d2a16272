// Signing in: by a link that comes by mail, or with a key.
import { useState } from "preact/hooks";
import { post } from "../api";
import { useTask } from "../hooks";
import { Field } from "../parts/field";
import { Notice, Screen, Trouble } from "../parts/screen";
import { go } from "../router";
import { useSession } from "../session";
import type { Session } from "../types";
import type { PageProps } from "./index";

export function SignIn({ place }: PageProps) {
  return (
    <Screen title="Sign in" place={place} narrow>
      <ByMail />
      <p class="or"><span>or</span></p>
      <ByKey to={place.query.get("to")} />
    </Screen>
  );
}

export function ByMail() {
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
      // A path of this page and no other address.
      go(to && /^\/[a-z]/.test(to) ? to : "/create", { replace: true });
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
