import { Card } from "@/components/ui/card";

type WithBenefits = { name: string; benefits: readonly string[] } | null;

/** What the tier gives, and what the next one would. */
export function TierBenefits({ current, next }: { current: WithBenefits; next: WithBenefits }) {
  const shown = [
    { title: current ? `What ${current.name} gives` : null, tier: current },
    { title: next ? `What ${next.name} would give` : null, tier: next },
  ].filter(({ tier }) => tier !== null && tier.benefits.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      {shown.map(({ title, tier }) => (
        <Card key={title} title={title}>
          <ul className="list-disc space-y-1 pl-5">
            {tier?.benefits.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
