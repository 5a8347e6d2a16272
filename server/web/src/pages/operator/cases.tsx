// All cases.
import { useState } from "preact/hooks";
import { useLoaded } from "../../hooks";
import { Choice } from "../../parts/field";
import { Empty, Loading, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { day, plain, short } from "../../words";
import { cases, type DeskCase, type Outcome } from "./commands";

const SHOWN = [["open", "Open, oldest first"], ["all", "All, newest first"]] as const;

export const outcomeName = (outcome: Outcome): string => plain(typeof outcome === "string" ? outcome : (Object.keys(outcome)[0] ?? ""));

export function CaseList({ place }: { place: Place }) {
  const [shown, setShown] = useState<"open" | "all">("open");
  const { value, error } = useLoaded(() => cases(shown === "all"), shown);
  return (
    <Screen title="Cases" place={place}>
      <Choice label="Show" value={shown} options={SHOWN} change={setShown} />
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value?.length === 0 && <Empty>There is no {shown === "open" ? "open case" : "case"}.</Empty>}
      {value && value.length > 0 && (
        <Table<DeskCase> caption="Cases" rows={value} id={(one) => one.id} columns={[
          { name: "Subject", cell: (one) => <a href={`/operator/cases/${one.id}`}>{one.subject}</a> },
          { name: "Account", cell: (one) => <a href={`/operator/accounts/${one.account}`}><code>{short(one.account)}</code></a> },
          { name: "Opened", cell: (one) => day(one.opened_at) },
          { name: "State", cell: (one) => (one.decision ? outcomeName(one.decision.outcome) : "Open") },
        ]} />
      )}
    </Screen>
  );
}
