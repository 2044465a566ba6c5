import { Badge, type Tone } from "@/components/ui/badge";
import { type Access, accessLabels } from "@/lib/people/filter";

const tones: Record<Access, Tone> = { none: "neutral", invited: "info", active: "good", disabled: "bad" };

export function AccessBadge({ access }: { access: Access }) {
  return <Badge tone={tones[access]}>{accessLabels[access]}</Badge>;
}
