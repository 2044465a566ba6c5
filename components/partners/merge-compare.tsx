import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount, formatDay } from "@/lib/format";
import { type PartnerStatus, type PartnerType, partnerStatuses, partnerTypes } from "@/lib/partners/words";

type Side = {
  id: string;
  name: string;
  domain: string | null;
  website: string | null;
  type: string;
  tier: string | null;
  status: string;
  city: string | null;
  country: string | null;
  joinedOn: string | null;
  people: number;
  deals: number;
  registrations: number;
  certifications: number;
  revenueLines: number;
  sources: string[];
};

type MergeCompareProps = { survivor: Side; merged: Side; swapHref: string; merge: FormAction };

/** Two records side by side, what a merge would move, and the button that does it. */
export function MergeCompare({ survivor, merged, swapHref, merge }: MergeCompareProps) {
  return (
    <>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <SideCard side={survivor} title="This record stays" />
        <SideCard side={merged} title="This record goes into it" />
      </div>
      <Card title="What the merge does">
        <p className="max-w-[72ch]">
          {moves(merged)} of {merged.name} move to the record that stays. A deal that both took part in is counted once,
          as sourced when either sourced it. {merged.name} leaves the lists and its page leads to {survivor.name}; what
          {` ${survivor.name}`} says of itself stays as it is. You can undo this from its page.
        </p>
        <ActionForm
          action={merge}
          hidden={{ survivorId: survivor.id, mergedId: merged.id }}
          failed="The partners were not merged."
          className="mt-5 space-y-4"
        >
          <ActionInput name="reason" label="Why are these the same company?" />
          <div className="flex flex-wrap items-center gap-4">
            <ActionButton variant="primary" icon="merge">
              Merge into {survivor.name}
            </ActionButton>
            <TextLink href={swapHref}>Keep {merged.name} instead</TextLink>
          </div>
        </ActionForm>
      </Card>
    </>
  );
}

function SideCard({ side, title }: { side: Side; title: string }) {
  return (
    <Card title={side.name} description={title} actions={<TextLink href={`/partners/${side.id}`}>Open</TextLink>}>
      <DefinitionList
        items={[
          { term: "Type", value: partnerTypes[side.type as PartnerType] ?? side.type },
          { term: "Tier", value: side.tier, missing: "Not in a tier" },
          { term: "Status", value: partnerStatuses[side.status as PartnerStatus] ?? side.status },
          { term: "Domain", value: side.domain },
          { term: "Website", value: side.website },
          { term: "Place", value: [side.city, side.country].filter(Boolean).join(", ") || null },
          { term: "Joined", value: side.joinedOn ? formatDay(side.joinedOn) : null },
          { term: "Known to sources as", value: side.sources.join(", ") || null, missing: "Entered by hand" },
          { term: "Belongs to it", value: moves(side) },
        ]}
      />
    </Card>
  );
}

function moves(side: Side): string {
  const counts: [number, string, string][] = [
    [side.deals, "deal", "deals"],
    [side.people, "person", "people"],
    [side.registrations, "registration", "registrations"],
    [side.certifications, "certification", "certifications"],
    [side.revenueLines, "invoice line", "invoice lines"],
  ];
  const said = counts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${formatCount(count)} ${count === 1 ? one : many}`);
  return said.length > 0 ? said.join(", ") : "No deals, people or other rows";
}
