import { StatCard, StatGrid } from "@/components/ui/figure";
import type { FigureView } from "@/lib/metrics/figure";

/** Cards of figures; each is the link to its explanation. */
export function FigureGrid({ figures }: { figures: readonly FigureView[] }) {
  return (
    <StatGrid>
      {figures.map(({ key, exact: _exact, ...figure }) => (
        <StatCard key={key} {...figure} />
      ))}
    </StatGrid>
  );
}
