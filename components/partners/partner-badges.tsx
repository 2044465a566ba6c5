import { Badge } from "@/components/ui/badge";
import { Missing } from "@/components/ui/definition-list";
import {
  type ContractStatus,
  contractStatuses,
  contractTones,
  type PartnerStatus,
  partnerStatuses,
  statusTones,
} from "@/lib/partners/words";

export function StatusBadge({ status }: { status: PartnerStatus }) {
  return <Badge tone={statusTones[status]}>{partnerStatuses[status]}</Badge>;
}

export function ContractBadge({ status }: { status: ContractStatus }) {
  return <Badge tone={contractTones[status]}>{contractStatuses[status]}</Badge>;
}

/** The tier as a word; without one a dash that says so. */
export function TierName({ tier }: { tier: string | null }) {
  return tier ? <span>{tier}</span> : <Missing reason="Not in a tier" />;
}
