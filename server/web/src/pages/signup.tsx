// Where the mailed link leads. Looking at the page changes nothing, since scanners open links too; its button signs in.
import { post } from "../api";
import { useTask } from "../hooks";
import { Screen, Trouble } from "../parts/screen";
import { goOn } from "../router";
import { useSession } from "../session";
import type { Session } from "../types";
import type { PageProps } from "./index";
import { ByMail, WANTED } from "./signin";

export function SignUp({ place }: PageProps) {
  const { change } = useSession();
  const { busy, error, run } = useTask();
  const token = place.query.get("token");
  if (!token) {
    return (
      <Screen title="Sign up" place={place} narrow>
        <ByMail to={null} />
      </Screen>
    );
  }
  const signIn = () =>
    run(async () => {
      change(await post<Session>("/v1/session", { token }));
      goOn(localStorage.getItem(WANTED));
      localStorage.removeItem(WANTED);
    });
  return (
    <Screen title="Welcome" place={place} narrow>
      <p>The button signs you in on this device. If the address has no account yet, it makes one.</p>
      <Trouble error={error} />
      {error ? (
        <p><a href="/signin">Ask for another link</a></p>
      ) : (
        <p><button type="button" disabled={busy} onClick={signIn}>Sign in</button></p>
      )}
    </Screen>
  );
}
