import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount } from "@/lib/format";
import type { Excluded, Ranked } from "@/lib/leads/rank";
import { rules } from "@/lib/leads/rules";

type LeadRankingProps = {
  leadId: string;
  ranked: readonly Ranked[];
  excluded: readonly Excluded[];
  /** How many are left out in all. */
  leftOut: number;
  action: FormAction;
};

const first = 5;

/** Which partners a lead fits, best first, with what speaks for and against each, and the button that offers it. */
export function LeadRanking({ leadId, ranked, excluded, leftOut, action }: LeadRankingProps) {
  const more = ranked.slice(first);
  return (
    <Card
      title="Who it fits"
      description="By place, tier, specialization, room, weight and how earlier leads were answered."
    >
      {ranked.length === 0 ? (
        <p className="text-muted">No partner is left that this lead could be offered to.</p>
      ) : null}
      <ol className="divide-line divide-y">
        {ranked.slice(0, first).map((one, index) => (
          <Candidate key={one.id} leadId={leadId} candidate={one} action={action} best={index === 0 && one.near} />
        ))}
      </ol>
      {more.length > 0 ? (
        <Disclosure summary={`${more.length} more`}>
          <ol className="divide-line divide-y">
            {more.map((one) => (
              <Candidate key={one.id} leadId={leadId} candidate={one} action={action} />
            ))}
          </ol>
        </Disclosure>
      ) : null}
      {excluded.length > 0 ? (
        <Disclosure summary={`${formatCount(leftOut)} left out`}>
          <ul className="space-y-1.5">
            {excluded.map((one) => (
              <li key={one.id} className="text-muted text-xs">
                <TextLink href={`/partners/${one.id}`} quiet>
                  {one.name}
                </TextLink>
                : {one.says}
              </li>
            ))}
            {leftOut > excluded.length ? (
              <li className="text-muted text-xs">And {formatCount(leftOut - excluded.length)} more.</li>
            ) : null}
          </ul>
        </Disclosure>
      ) : null}
    </Card>
  );
}

type CandidateProps = { leadId: string; candidate: Ranked; action: FormAction; best?: boolean };

function Candidate({ leadId, candidate, action, best }: CandidateProps) {
  const { id, name, score, reasons } = candidate;
  return (
    <li className="py-4 first:pt-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex flex-wrap items-center gap-2">
          <TextLink href={`/partners/${id}`}>{name}</TextLink>
          <Badge tone={best ? "good" : "neutral"}>{score} points</Badge>
        </p>
        <ActionForm action={action} hidden={{ leadId, partnerId: id }} failed="The lead was not offered.">
          <ActionButton size="small" variant={best ? "primary" : "secondary"}>
            Offer<span className="sr-only"> to {name}</span>
          </ActionButton>
        </ActionForm>
      </div>
      <ul className="text-muted mt-2 grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
        {reasons.map(({ rule, points, says }) => (
          <li key={rule} className="flex gap-2">
            <span className="text-ink w-7 shrink-0 text-right tabular-nums">{points > 0 ? `+${points}` : points}</span>
            <span>
              <span className="sr-only">{rules[rule].label}: </span>
              {says}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
