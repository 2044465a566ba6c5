import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { type DealRole, dealRoles, registrationStatuses, registrationTones } from "@/lib/deals/words";
import { formatDay } from "@/lib/format";

type DealPartnersProps = {
  partners: readonly {
    partnerId: string;
    name: string;
    role: DealRole;
    addedOn: string | null;
    nextStep: string | null;
    nextStepOn: string | null;
  }[];
  registrations: readonly {
    id: string;
    partner: string;
    status: keyof typeof registrationStatuses;
    submittedOn: string | null;
    decidedOn: string | null;
    reason: string | null;
    protectedUntil: string | null;
  }[];
  people: readonly { personId: string; name: string; company: string | null; part: string }[];
  staff: boolean;
  editHref?: string;
};

/** Who takes part in the deal, and what became of registrations. A partner reads its own part alone. */
export function DealPartners({ partners, registrations, people, staff, editHref }: DealPartnersProps) {
  return (
    <Card
      title={staff ? "Partners and people" : "Your part"}
      actions={editHref ? <TextLink href={editHref}>Change partners, shares and people</TextLink> : null}
    >
      {partners.length === 0 ? <p className="text-muted">No partner takes part in this deal.</p> : null}
      <ul className="space-y-2.5">
        {partners.map((partner) => (
          <li key={partner.partnerId} className="flex flex-wrap items-center gap-2">
            <TextLink href={`/partners/${partner.partnerId}`}>{partner.name}</TextLink>
            <Badge tone={partner.role === "sourcing" ? "info" : "neutral"}>{dealRoles[partner.role]}</Badge>
            {partner.addedOn ? <span className="text-muted text-xs">since {formatDay(partner.addedOn)}</span> : null}
            {staff && partner.nextStep ? (
              <span className="basis-full break-words">
                Next: {partner.nextStep}
                {partner.nextStepOn ? <span className="text-muted">, by {formatDay(partner.nextStepOn)}</span> : null}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {people.length > 0 ? (
        <>
          <h3 className="text-muted border-line mt-4 border-t pt-4 text-xs font-medium">People</h3>
          <ul className="mt-2 space-y-1.5">
            {people.map(({ personId, name, company, part }) => (
              <li key={personId}>
                {name} <span className="text-muted text-xs">{[part, staff && company].filter(Boolean).join(", ")}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {registrations.length > 0 ? (
        <>
          <h3 className="text-muted border-line mt-4 border-t pt-4 text-xs font-medium">Registration</h3>
          <ul className="mt-2 space-y-2.5">
            {registrations.map((one) => (
              <li key={one.id}>
                <p className="flex flex-wrap items-center gap-2">
                  <TextLink href={`/registrations/${one.id}`}>Registration</TextLink>
                  <Badge tone={registrationTones[one.status]}>{registrationStatuses[one.status]}</Badge>
                  {staff ? <span>{one.partner}</span> : null}
                </p>
                <p className="text-muted mt-1 text-xs">{story(one)}</p>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  );
}

function story(one: DealPartnersProps["registrations"][number]): string {
  const parts = [
    one.submittedOn ? `Submitted ${formatDay(one.submittedOn)}` : null,
    one.decidedOn ? `decided ${formatDay(one.decidedOn)}` : null,
    one.protectedUntil ? `protected until ${formatDay(one.protectedUntil)}` : null,
  ];
  return `${parts.filter(Boolean).join(", ")}.${one.reason ? ` Reason: ${one.reason}` : ""}`;
}
