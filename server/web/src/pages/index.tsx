// Address to page.
import type * as preact from "preact";
import { useEffect } from "preact/hooks";
import { Notice, Screen } from "../parts/screen";
import { go, type Place } from "../router";
import { useSession } from "../session";
import { Account } from "./account";
import { CasePage } from "./case";
import { Cases } from "./cases";
import { Create } from "./create";
import { Credits } from "./credits";
import { GenerationPage } from "./generation";
import { Home } from "./home";
import { Models } from "./models";
import { OperatorPages } from "./operator";
import { SignIn } from "./signin";
import { SignUp } from "./signup";
import { WebhookPage } from "./webhooks";

export interface PageProps {
  place: Place;
  /** The second segment of the address. */
  id: string;
}

const OPEN: Record<string, (props: PageProps) => preact.JSX.Element | null> = {
  "": Home,
  signin: SignIn,
  signup: SignUp,
};

const OWN: Record<string, (props: PageProps) => preact.JSX.Element | null> = {
  create: Create,
  models: ({ place, id }) => (id ? <GenerationPage place={place} id={id} /> : <Models place={place} />),
  credits: Credits,
  cases: ({ place, id }) => (id ? <CasePage place={place} id={id} /> : <Cases place={place} />),
  account: ({ place, id }) => {
    const endpoint = id === "webhooks" ? place.path.split("/")[3] : undefined;
    return endpoint ? <WebhookPage place={place} id={endpoint} /> : <Account place={place} id={id} />;
  },
};

export function Pages({ place }: { place: Place }) {
  const { session } = useSession();
  const [, first = "", id = ""] = place.path.split("/");
  const Open = OPEN[first];
  if (Open) return <Open place={place} id={id} />;
  const Own = first === "operator" ? OperatorPages : OWN[first];
  if (!Own) return <NotFound place={place} />;
  if (!session) return <ToSignIn place={place} />;
  if (first === "operator" && session.account.role !== "operator") return <NotFound place={place} />;
  return <Own place={place} id={id} />;
}

function NotFound({ place }: { place: Place }) {
  return (
    <Screen title="There is no such page" place={place}>
      <Notice kind="plain">
        The address may be misspelt. <a href="/">To the start</a>
      </Notice>
    </Screen>
  );
}

/** Whoever comes without being signed in goes on where he wanted to go. */
function ToSignIn({ place }: { place: Place }) {
  const { size } = place.query;
  const to = size ? `${place.path}?${place.query}` : place.path;
  useEffect(() => go(`/signin?to=${encodeURIComponent(to)}`, { replace: true }), []);
  return null;
}
