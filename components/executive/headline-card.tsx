import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { Headline, Part, Verdict } from "@/lib/executive/headline";

const tones = { "on plan": "good", "close to plan": "warn", "behind plan": "bad", "no plan": "neutral" } as const;
const words: Record<Verdict, string> = {
  "on plan": "On plan",
  "close to plan": "Close to plan",
  "behind plan": "Behind plan",
  "no plan": "No plan set",
};

/** Are we on plan, why, what next: the page in three sentences. */
export function HeadlineCard({ headline }: { headline: Headline }) {
  const answers: [question: string, parts: readonly Part[]][] = [
    ["Are we on plan?", headline.onPlan],
    ["Why?", headline.why],
    ["What next?", headline.next],
  ];
  return (
    <Card className="print:border-line-strong">
      <dl className="grid gap-x-8 gap-y-4 lg:grid-cols-[2fr_1.4fr_1.4fr] print:grid-cols-3 print:gap-x-5">
        {answers.map(([question, parts], index) => (
          <div key={question}>
            <dt className="text-muted flex items-center gap-2 text-xs font-medium">
              {question}
              {index === 0 ? <Badge tone={tones[headline.verdict]}>{words[headline.verdict]}</Badge> : null}
            </dt>
            <dd className="text-ink mt-1.5 text-pretty leading-6 print:leading-4">
              {parts.map((part) => (
                <Words key={part.text} part={part} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Words({ part }: { part: Part }) {
  if (!part.href) return part.text;
  return <TextLink href={part.href}>{part.text}</TextLink>;
}
