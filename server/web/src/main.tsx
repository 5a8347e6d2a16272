// The page: who is signed in, and what is shown.
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { get, keepToken, message, Problem } from "./api";
import { Frame } from "./parts/frame";
import { Notice, Screen } from "./parts/screen";
import { SessionContext } from "./session";
import type { Session } from "./types";
import { usePlace } from "./router";
import { Pages } from "./pages";

function App() {
  const place = usePlace();
  const [session, setSession] = useState<Session | null>(null);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const change = useCallback((session: Session | null) => {
    keepToken(session);
    setSession(session);
  }, []);
  useEffect(() => {
    get<Session>("/v1/session")
      .then(change, (error: unknown) => {
        if (!(error instanceof Problem && (error.status === 401 || error.status === 403))) setError(message(error));
      })
      .finally(() => setAsked(true));
  }, []);

  return (
    <SessionContext.Provider value={{ session, change }}>
      <Frame place={place}>
        {error ? (
          <Screen title="Not available" place={place}>
            <Notice kind="error">{error}</Notice>
          </Screen>
        ) : (
          asked && <Pages key={place.path} place={place} />
        )}
      </Frame>
    </SessionContext.Provider>
  );
}

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
