import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { registrationStatuses, registrationTones } from "@/lib/deals/words";
import { formatE4 } from "@/lib/format";

type RegistrationHeaderProps = { registration: RegistrationRecord; staff: boolean; mayAnswer: boolean };

export function RegistrationHeader({ registration: one, staff, mayAnswer }: RegistrationHeaderProps) {
  const amount = one.currency ? formatE4(one.amountE4, one.currency) : "no amount";
  return (
    <PageHeader
      title={one.customerName}
      breadcrumb={[{ label: "Registrations", href: "/registrations" }]}
      badges={<Badge tone={registrationTones[one.status]}>{registrationStatuses[one.status]}</Badge>}
      state={`${registrationNumber(one.number)}, ${amount}${staff ? `, by ${one.partner}` : ""}.`}
      actions={
        mayAnswer && one.status === "returned" ? (
          <LinkButton href={`/registrations/${one.id}/edit`} variant="primary" icon="pencil">
            Answer
          </LinkButton>
        ) : one.dealId ? (
          <LinkButton href={`/deals/${one.dealId}`} icon="briefcase-business">
            Open the deal
          </LinkButton>
        ) : null
      }
    />
  );
}
