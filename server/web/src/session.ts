// Who is signed in, for all of the page.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./types";

export interface SessionState {
  session: Session | null;
  change: (session: Session | null) => void;
}

export const SessionContext = createContext<SessionState>({ session: null, change: () => {} });
export const useSession = (): SessionState => useContext(SessionContext);

/** What the server wrote into the page: name and contact of the service, and where the licences of its parts are. */
const { name = "", contact = "", licences = "" } = document.getElementById("app")?.dataset ?? {};
export const SERVICE = { name, contact, licences };
