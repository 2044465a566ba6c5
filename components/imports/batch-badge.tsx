import { Badge, type Tone } from "@/components/ui/badge";

export type BatchStatus = "staging" | "checked" | "published" | "reverted" | "failed";

const looks: Record<BatchStatus, [tone: Tone, text: string]> = {
  staging: ["neutral", "Being read"],
  checked: ["info", "Dry run"],
  published: ["good", "Published"],
  reverted: ["neutral", "Reverted"],
  failed: ["bad", "Refused"],
};

export function BatchBadge({ status }: { status: BatchStatus }) {
  const [tone, text] = looks[status];
  return <Badge tone={tone}>{text}</Badge>;
}
