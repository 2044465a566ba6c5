import { FilterBar } from "@/components/tables/filter-bar";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { type DealRole, dealRoles } from "@/lib/deals/words";

type PartnersFormProps = {
  dealId: string;
  partners: readonly { partnerId: string; name: string; role: DealRole }[];
  /** What was searched for, and what it found. */
  q: string;
  found: readonly { id: string; name: string; country: string | null; tier: string | null }[];
  add: FormAction;
  remove: FormAction;
};

/** Who takes part in the deal. Who sourced it stays; others come and go. */
export function PartnersForm({ dealId, partners, q, found, add, remove }: PartnersFormProps) {
  return (
    <Card title="Partners" description="A partner that takes part sees the deal. Whoever you add influences it.">
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
      <FilterBar
        action={`/deals/${dealId}/partners`}
        filters={[
          { kind: "search", name: "q", label: "Find a partner to add", placeholder: "Find a partner to add", value: q },
        ]}
      />
      {q ? <Found dealId={dealId} q={q} found={found} add={add} /> : null}
    </Card>
  );
}

type FoundProps = Pick<PartnersFormProps, "dealId" | "q" | "found" | "add">;

function Found({ dealId, q, found, add }: FoundProps) {
  if (found.length === 0) return <p className="text-muted mt-4">No other active partner is called “{q}”.</p>;
  return (
    <ul aria-label="Partners found" className="divide-line mt-4 divide-y">
      {found.map(({ id, name, country, tier }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
          <span className="min-w-0">
            {name}
            <span className="text-muted block text-xs first-letter:uppercase">
              {[tier, country].filter(Boolean).join(", ")}
            </span>
          </span>
          <ActionForm action={add} hidden={{ dealId, partnerId: id }} failed="The partner was not added.">
            <ActionButton size="small" aria-label={`Add ${name}`}>
              Add
            </ActionButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
