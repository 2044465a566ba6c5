import { Badge } from "@/components/ui/badge";
import { type Status, statuses } from "@/lib/scorecards/status";

/** Where something stands, as a word. */
export const StatusBadge = ({ status, says }: { status: Status; says?: string }) => (
  <Badge tone={statuses[status].tone} title={says}>
    {statuses[status].label}
  </Badge>
);
