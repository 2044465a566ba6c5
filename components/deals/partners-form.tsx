import { ActionButton, ActionForm, ActionSelect } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { type DealRole, dealRoles } from "@/lib/deals/words";

type PartnersFormProps = {
  dealId: string;
  partners: readonly { partnerId: string; name: string; role: DealRole }[];
  candidates: { partners: readonly { id: string; name: string }[] };
  add: FormAction;
  remove: FormAction;
};

/** Who takes part in the deal. Who sourced it stays; others come and go. */
export function PartnersForm({ dealId, partners, candidates, add, remove }: PartnersFormProps) {
  const taken = new Set(partners.map(({ partnerId }) => partnerId));
  return (
    <Card title="Partners" description="A partner that takes part sees the deal.">
      <ul className="mb-5 space-y-3 empty:hidden">
        {partners.map(({ partnerId, name, role }) => (
          <li key={partnerId} className="flex flex-wrap items-center justify-between gap-2">
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              {name} <Badge tone={role === "sourcing" ? "info" : "neutral"}>{dealRoles[role]}</Badge>
            </span>
            {role === "influencing" ? (
              <ActionForm action={remove} hidden={{ dealId, partnerId }} failed="The partner was not removed.">
                <ActionButton size="small" aria-label={`Remove ${name}`}>
                  Remove
                </ActionButton>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
      <ActionForm
        key={partners.length}
        action={add}
        hidden={{ dealId }}
        id="add-partner"
        failed="The partner was not added."
      >
        <ActionSelect
          name="partnerId"
          label="Add a partner that influences the deal"
          placeholder="Choose a partner"
          options={candidates.partners
            .filter(({ id }) => !taken.has(id))
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ActionButton>Add the partner</ActionButton>
      </ActionForm>
    </Card>
  );
}
