import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import type { historyOf } from "@/lib/funds/view";

/** What happened, newest first. */
export function FundHistory({ items }: { items: ReturnType<typeof historyOf> }) {
  return (
    <Card title="History">
      {items.length > 0 ? <Timeline items={items} /> : <p className="text-muted">Nothing happened yet.</p>}
    </Card>
  );
}
