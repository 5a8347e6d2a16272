// One dispute: what it is about, how it stands, and what contests it.
import { useLoaded } from "../../hooks";
import { Loading, Notice, Screen, Trouble } from "../../parts/screen";
import type { Place } from "../../router";
import { credits, money, plain, time } from "../../words";
import { accounts, purchases, showDispute, type AccountRow, type Dispute, type PurchaseRow } from "./commands";

/** A dispute, with whose and what for, as far as that is here. */
interface About {
  dispute: Dispute;
  account: AccountRow | undefined;
  purchase: PurchaseRow | undefined;
}

async function load(id: string): Promise<About> {
  const dispute = await showDispute(id);
  if (!dispute.account) return { dispute, account: undefined, purchase: undefined };
  const [all, bought] = await Promise.all([accounts(), purchases(dispute.account)]);
  return {
    dispute,
    account: all.find(({ id }) => id === dispute.account),
    purchase: bought.find(({ id }) => id === dispute.purchase),
  };
}

/** What a status means here; the words are Stripe's. */
function meaning(status: string): string {
  if (status.startsWith("warning_")) return "An inquiry. Nothing is taken yet, and nothing is frozen for it.";
  if (status === "won" || status === "prevented") return "Over. The money is here, and the credits and the account are as they were.";
  if (status === "lost") return "Over. The money is gone, and so are the credits; the account stays terminated.";
  if (status === "under_review") return "The bank has the evidence and decides. Until then the credits are frozen and the account is terminated.";
  return "The money is taken until the bank decides. The credits are frozen and the account is terminated.";
}

const waits = (status: string): boolean => status === "needs_response" || status === "warning_needs_response";

export function DisputePage({ place, id }: { place: Place; id: string }) {
  const { value, error } = useLoaded(() => load(id), id);
  return (
    <Screen title={value ? `Dispute of ${money(value.dispute.amount_minor, value.dispute.currency)}` : "Dispute"} place={place}
      back={{ to: "/operator/disputes", label: "All disputes" }}>
      <Trouble error={error} />
      {!value && !error && <Loading />}
      {value && (
        <>
          <Standing dispute={value.dispute} />
          <Subject {...value} />
          <Evidence {...value} />
        </>
      )}
    </Screen>
  );
}

function Standing({ dispute }: { dispute: Dispute }) {
  return (
    <>
      {waits(dispute.status) && dispute.due_by && <Deadline due={dispute.due_by} />}
      <dl class="facts">
        <div><dt>State</dt><dd><strong>{plain(dispute.status)}</strong><br />{meaning(dispute.status)}</dd></div>
        <div><dt>Reason</dt><dd>{plain(dispute.reason)}</dd></div>
        <div><dt>Since</dt><dd>{time(dispute.at)}</dd></div>
        {dispute.due_by && <div><dt>Evidence until</dt><dd>{time(dispute.due_by)}</dd></div>}
        <div><dt>Id at {plain(dispute.provider)}</dt><dd><code>{dispute.id}</code></dd></div>
        <div><dt>Payment</dt><dd><code>{dispute.payment}</code></dd></div>
      </dl>
    </>
  );
}

const DAY_MS = 24 * 3600 * 1000;

function Deadline({ due }: { due: string }) {
  const days = Math.floor((Date.parse(due) - Date.now()) / DAY_MS);
  if (days < 0) return <Notice kind="error">The time for evidence has passed.</Notice>;
  const left = days === 0 ? "Less than a day is" : days === 1 ? "One day is" : `${days} days are`;
  return <Notice kind="plain">{left} left to send evidence, until {time(due)}.</Notice>;
}

function Subject({ dispute, account, purchase }: About) {
  return (
    <section aria-labelledby="subject">
      <h2 id="subject">What it is about</h2>
      {!purchase && (
        <p>No purchase here was paid with this payment. If the event of the payment was lost, have the provider send it again.</p>
      )}
      {purchase && (
        <dl class="facts">
          {account && (
            <div>
              <dt>Account</dt>
              <dd>
                <a href={`/operator/accounts/${account.id}`}>{account.email}</a>
                {account.terminated_at && <span class="danger"> terminated {time(account.terminated_at)}</span>}
              </dd>
            </div>
          )}
          <div><dt>Package</dt><dd>{purchase.package.name}, {credits(purchase.package.credits)}</dd></div>
          <div>
            <dt>Paid</dt>
            <dd>
              {purchase.paid_minor === null ? "Not yet" : money(purchase.paid_minor, purchase.package.currency)}
              {purchase.paid_at && `, ${time(purchase.paid_at)}`}
              {purchase.refunded_minor > 0 && `; ${money(purchase.refunded_minor, purchase.package.currency)} was returned`}
            </dd>
          </div>
          <div><dt>Disputed</dt><dd>{money(dispute.amount_minor, dispute.currency)}</dd></div>
          <div><dt>Purchase</dt><dd><code>{purchase.id}</code></dd></div>
        </dl>
      )}
    </section>
  );
}

function Evidence({ dispute, purchase }: About) {
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      {purchase?.lot ? (
        <>
          <p>
            What was bought, accepted, used and delivered, the mails and the policy, in the fields that the provider asks for. It
            has personal data: keep it to yourself and the bank. That it was fetched is recorded.
          </p>
          <p>
            <a class="button" href={`/v1/operator/disputes/${encodeURIComponent(dispute.id)}/evidence`} download>
              Download the evidence
            </a>
          </p>
          <p class="muted small">
            The same on the server's machine: <code>oneclick3d disputes evidence {dispute.id} -o evidence.zip</code>
          </p>
        </>
      ) : (
        <p>There is nothing to show: the purchase is not paid here.</p>
      )}
    </section>
  );
}
