// The operator's pages, with a way around of their own.
import type * as preact from "preact";
import { Screen, Notice } from "../../parts/screen";
import type { Place } from "../../router";
import type { PageProps } from "../index";
import { AccountPage } from "./account";
import { Accounts } from "./accounts";
import { CaseDesk } from "./case";
import { CaseList } from "./cases";
import { DisputePage } from "./dispute";
import { Disputes } from "./disputes";
import { Overview } from "./overview";

const PAGES: Record<string, (props: { place: Place }) => preact.JSX.Element> = {
  "": Overview,
  accounts: ({ place }) => {
    const id = place.path.split("/")[3];
    return id ? <AccountPage place={place} id={id} /> : <Accounts place={place} />;
  },
  cases: ({ place }) => {
    const id = place.path.split("/")[3];
    return id ? <CaseDesk place={place} id={id} /> : <CaseList place={place} />;
  },
  disputes: ({ place }) => {
    const id = place.path.split("/")[3];
    return id ? <DisputePage place={place} id={id} /> : <Disputes place={place} />;
  },
};

const LINKS: readonly (readonly [string, string])[] = [
  ["", "Overview"],
  ["accounts", "Accounts"],
  ["cases", "Cases"],
  ["disputes", "Disputes"],
];

export function OperatorPages({ place, id }: PageProps) {
  const Shown = PAGES[id];
  return (
    <>
      <nav class="second" aria-label="Operator">
        <ul>
          {LINKS.map(([segment, words]) => (
            <li key={segment}>
              <a href={segment ? `/operator/${segment}` : "/operator"} aria-current={segment === id ? "page" : undefined}>{words}</a>
            </li>
          ))}
        </ul>
      </nav>
      {Shown ? <Shown place={place} /> : (
        <Screen title="There is no such page" place={place}>
          <Notice kind="plain"><a href="/operator">To the overview</a></Notice>
        </Screen>
      )}
    </>
  );
}
