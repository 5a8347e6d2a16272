// Chargebacks: those that wait for evidence first.
import { useLoaded } from "../../hooks";
import { Empty, Loading, Screen, Trouble } from "../../parts/screen";
import { Table } from "../../parts/table";
import type { Place } from "../../router";
import { day, money, plain, short } from "../../words";
import { disputes, type Dispute } from "./commands";

export function Disputes({ place }: { place: Place }) {
  const { value, error } = useLoaded(disputes, "disputes");
  return (
    <Screen title="Disputes" place={place}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value?.length === 0 && <Empty>Nothing was disputed.</Empty>}
      {value && value.length > 0 && (
        <Table<Dispute> caption="Disputes" rows={value} id={(dispute) => dispute.id} columns={[
          { name: "Dispute", cell: (dispute) => <a href={`/operator/disputes/${dispute.id}`}><code>{short(dispute.id)}</code></a> },
          { name: "Account", cell: (dispute) => (dispute.account ? <a href={`/operator/accounts/${dispute.account}`}><code>{short(dispute.account)}</code></a> : "") },
          { name: "Amount", number: true, cell: (dispute) => money(dispute.amount_minor, dispute.currency) },
          { name: "Reason", cell: (dispute) => plain(dispute.reason) },
          { name: "Status", cell: (dispute) => plain(dispute.status) },
          { name: "Evidence until", cell: (dispute) => (dispute.due_by ? day(dispute.due_by) : "") },
        ]} />
      )}
    </Screen>
  );
}
