import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { formatDay } from "@/lib/format";
import { type PartnerStatus, type PartnerType, partnerTypes } from "@/lib/partners/words";
import { StatusBadge } from "./partner-badges";

type PartnerHeaderProps = {
  partner: {
    id: string;
    name: string;
    type: string;
    tier: string | null;
    tierSince: string | null;
    status: PartnerStatus;
    manager: string | null;
    joinedOn: string | null;
  };
  staff: boolean;
  mayEdit: boolean;
  mayViewAs: boolean;
  mayMerge: boolean;
};

/** Who this partner is, in one line, and what the viewer may do with it. */
export function PartnerHeader({ partner, staff, mayEdit, mayViewAs, mayMerge }: PartnerHeaderProps) {
  return (
    <PageHeader
      title={partner.name}
      breadcrumb={staff ? [{ label: "Partners", href: "/partners" }] : undefined}
      badges={
        <>
          {partner.tier ? <Badge tone="info">{partner.tier}</Badge> : null}
          <StatusBadge status={partner.status} />
        </>
      }
      state={sentence(partner)}
      actions={
        staff ? (
          <>
            <LinkButton href={`/deals?partner=${partner.id}`} icon="briefcase-business">
              Deals
            </LinkButton>
            <LinkButton href={`/tiers?partner=${partner.id}`} icon="layers">
              Tier
            </LinkButton>
            {mayMerge ? (
              <LinkButton href={`/partners/merge?merged=${partner.id}`} icon="merge">
                Merge
              </LinkButton>
            ) : null}
            {mayViewAs ? (
              <LinkButton href={`/partners/${partner.id}/view-as`} icon="eye">
                View as
              </LinkButton>
            ) : null}
            {mayEdit ? (
              <LinkButton href={`/partners/${partner.id}/edit`} variant="primary" icon="pencil">
                Edit
              </LinkButton>
            ) : null}
          </>
        ) : (
          <>
            <LinkButton href="/deals" icon="briefcase-business">
              Deals
            </LinkButton>
            <LinkButton href="/tiers" icon="layers">
              Tier
            </LinkButton>
          </>
        )
      }
    />
  );
}

function sentence({ type, tier, tierSince, manager, joinedOn }: PartnerHeaderProps["partner"]): string {
  const parts = [
    partnerTypes[type as PartnerType] ?? type,
    tier ? `${tier}${tierSince ? ` since ${formatDay(tierSince)}` : ""}` : "not in a tier",
    manager ? `managed by ${manager}` : "nobody manages this partner",
    joinedOn ? `with the program since ${formatDay(joinedOn)}` : null,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
