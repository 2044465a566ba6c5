import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { TextLink } from "@/components/ui/text-link";

type TierStandingProps = {
  says: string;
  title: string;
  lines: readonly {
    key: string;
    label: string;
    asks: string;
    has: string;
    missing: string | null;
    ratio: number;
    state: string;
    href: string;
  }[];
};

/** Where the partner stands against the next tier: what it has of what is asked for. */
export function TierStanding({ says, title, lines }: TierStandingProps) {
  return (
    <Card title={title} description={says} actions={<TextLink href="/tiers">What if?</TextLink>}>
      {lines.length > 0 ? (
        <ul className="space-y-4">
          {lines.map(({ key, label, asks, has, missing, ratio, href }) => (
            <li key={key}>
              <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
                <TextLink href={href} quiet>
                  {label}
                </TextLink>
                <span className="text-ink font-medium tabular-nums">
                  {has} <span className="text-muted font-normal">of {asks}</span>
                </span>
              </div>
              <Progress ratio={ratio} tone={missing ? "accent" : "good"} label={`${label}: ${has} of ${asks}`} />
              <p className="text-muted mt-1 text-xs">{missing ? `${missing} missing` : "Met"}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
