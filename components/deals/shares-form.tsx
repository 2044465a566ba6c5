import { ActionButton, ActionDateInput, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { agreementsOf, ownShare } from "@/lib/deals/shares";

type SharesFormProps = {
  dealId: string;
  partners: readonly { partnerId: string; name: string }[];
  shares: readonly { id: string; partnerId: string | null; name: string; shareBp: number; validFrom: string }[];
  /** What the form was drawn from: somebody else's agreement in between is not replaced. */
  shown: string;
  today: string;
  action: FormAction;
};

/** Who has how much of the deal from a day on. */
export function SharesForm({ dealId, partners, shares, shown, today, action }: SharesFormProps) {
  const day = agreementsOf(shares, today).find(({ state }) => state === "holds")?.validFrom;
  const percent = (partnerId: string | null) => {
    const held = shares.filter((share) => share.validFrom === day && share.partnerId === partnerId);
    return held.length > 0 ? String(held.reduce((sum, { shareBp }) => sum + shareBp, 0) / 100) : "";
  };
  if (partners.length === 0) return null;
  return (
    <Card title="Agree on shares" description="They add up to 100 %. All left empty, the partners share equally.">
      <ActionForm key={shown} action={action} hidden={{ dealId, shown }} failed="The shares were not agreed.">
        {partners.map(({ partnerId, name }) => (
          <ActionInput
            key={partnerId}
            name={`share.${partnerId}`}
            label={`${name}, %`}
            inputMode="decimal"
            defaultValue={percent(partnerId)}
            className="max-w-32"
          />
        ))}
        <ActionInput
          name={`share.${ownShare}`}
          label="Our own, %"
          optional
          inputMode="decimal"
          defaultValue={percent(null)}
          className="max-w-32"
        />
        <ActionDateInput
          name="validFrom"
          label="From"
          help="What was agreed for earlier days stays."
          defaultValue={today}
        />
        <ActionButton variant="primary">Agree on these shares</ActionButton>
      </ActionForm>
    </Card>
  );
}
