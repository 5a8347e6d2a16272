// All accounts.
import { useState } from "preact/hooks";
import { useLoaded } from "../../hooks";
import { Field } from "../../parts/field";
import { Empty, Loading, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { day } from "../../words";
import { accounts, type AccountRow } from "./commands";

export function Accounts({ place }: { place: Place }) {
  const { value, error } = useLoaded(accounts, "accounts");
  const [wanted, setWanted] = useState("");
  const shown = value?.filter(({ id, email }) => `${id} ${email}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Screen title="Accounts" place={place}>
      <Field label="Find by address or id" type="search" value={wanted} change={setWanted} />
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {shown?.length === 0 && <Empty>No account fits.</Empty>}
      {shown && shown.length > 0 && (
        <Table<AccountRow> caption="Accounts" rows={shown} id={(account) => account.id} columns={[
          { name: "E-mail address", cell: (account) => <a href={`/operator/accounts/${account.id}`}>{account.email}</a> },
          { name: "Since", cell: (account) => day(account.created_at) },
          { name: "Credits", number: true, cell: (account) => account.available },
          { name: "On hold", number: true, cell: (account) => account.held },
          { name: "Standing", cell: (account) => (account.terminated_at ? <span class="danger">Terminated</span> : account.role === "operator" ? "Operator" : "Good") },
        ]} />
      )}
    </Screen>
  );
}
