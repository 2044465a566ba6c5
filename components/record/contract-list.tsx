import { ContractBadge } from "@/components/partners/partner-badges";
import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import type { ContractStatus } from "@/lib/partners/words";
import { contractState, expiringDays } from "@/lib/record/contracts";

type Contract = {
  id: string;
  title: string;
  reference: string | null;
  signedOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  note: string | null;
};
type ContractListProps = {
  partner: { id: string; contractStatus: ContractStatus; contractEndsOn: string | null };
  contracts: readonly Contract[];
  today: string;
  /** Null for who may not write. */
  add: FormAction | null;
  change: FormAction | null;
};

/** Contracts with where each stands today; what the source of the partner says when there are none in the record. */
export function ContractList({ partner, contracts, today, add, change }: ContractListProps) {
  const meaning = `A signed contract expires soon within ${expiringDays} days of its end. With several, the list of partners shows the best one.`;
  return (
    <div className="space-y-6">
      <Card title="Contracts" description={meaning} flush={contracts.length > 0}>
        {contracts.length === 0 ? (
          <p className="flex flex-wrap items-center gap-2">
            No contract is recorded here. The company's record says: <ContractBadge status={partner.contractStatus} />
            {partner.contractEndsOn ? `ends ${formatDay(partner.contractEndsOn)}` : null}
          </p>
        ) : (
          <ul className="divide-line border-line divide-y border-t">
            {contracts.map((contract) => (
              <ContractRow key={contract.id} contract={contract} today={today} change={change} />
            ))}
          </ul>
        )}
      </Card>
      {add ? (
        <Card>
          <Disclosure summary="Add a contract">
            <ActionForm
              key={contracts.length}
              action={add}
              hidden={{ partnerId: partner.id }}
              failed="The contract was not added."
            >
              <Fields />
              <ActionButton>Add the contract</ActionButton>
            </ActionForm>
          </Disclosure>
        </Card>
      ) : null}
    </div>
  );
}

function ContractRow({ contract, today, change }: { contract: Contract; today: string; change: FormAction | null }) {
  const { id, title, reference, signedOn, startsOn, endsOn, note } = contract;
  const days = [
    signedOn ? `signed ${formatDay(signedOn)}` : "not signed",
    startsOn ? `from ${formatDay(startsOn)}` : null,
    endsOn ? `until ${formatDay(endsOn)}` : "without an end",
  ];
  return (
    <li className="space-y-1.5 px-5 py-3.5">
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-ink font-medium wrap-anywhere">{title}</span>
        <ContractBadge status={contractState(contract, today)} />
      </p>
      <p className="text-muted text-xs">{[reference, ...days].filter(Boolean).join(" · ")}</p>
      {note ? <p className="max-w-[72ch] text-xs whitespace-pre-line">Staff only: {note}</p> : null}
      {change ? (
        <Disclosure summary={`Change ${title}`}>
          <ActionForm action={change} hidden={{ contractId: id }} failed="The contract was not changed.">
            <Fields contract={contract} />
            <ActionButton size="small">Save</ActionButton>
          </ActionForm>
        </Disclosure>
      ) : null}
    </li>
  );
}

function Fields({ contract }: { contract?: Contract }) {
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <ActionInput
          name="title"
          label="What it is"
          defaultValue={contract?.title ?? "Partner agreement"}
          maxLength={200}
        />
        <ActionInput
          name="reference"
          label="Number"
          optional
          defaultValue={contract?.reference ?? ""}
          maxLength={100}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <ActionDateInput
          name="signedOn"
          label="Signed on"
          optional
          help="Without it: a proposal."
          defaultValue={contract?.signedOn ?? ""}
        />
        <ActionDateInput name="startsOn" label="Begins" optional defaultValue={contract?.startsOn ?? ""} />
        <ActionDateInput name="endsOn" label="Ends" optional defaultValue={contract?.endsOn ?? ""} />
      </div>
      <ActionTextarea
        name="note"
        label="Note, for staff alone"
        optional
        rows={2}
        defaultValue={contract?.note ?? ""}
        maxLength={2000}
      />
    </>
  );
}
