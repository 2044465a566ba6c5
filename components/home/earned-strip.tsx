import { StatCard, StatGrid } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatDay } from "@/lib/format";
import type { Earned } from "@/lib/home/partner-day";
import { statementHref } from "@/lib/incentives/address";
import { formatMinor, monthName } from "@/lib/incentives/words";

/** What a partner is owed and earned, before anything else; each amount opens what it is made of. */
export function EarnedStrip({ currency, earned, payable, paid, clawback, last, held, others }: Earned) {
  const text = (minor: bigint) => formatMinor(minor, currency).replace(`${currency} `, "");
  const next = held.next ? `, the first from ${formatDay(held.next)}` : "";
  return (
    <Section
      title="Earned and due"
      description={
        others > 0 ? (
          <>
            In {currency}.{" "}
            <TextLink href="/incentives">{others === 1 ? "Another currency" : `${others} more currencies`}</TextLink>
          </>
        ) : (
          `In ${currency}.`
        )
      }
    >
      <StatGrid>
        <StatCard label="Approved, to be paid" value={text(payable)} unit={currency} href="/incentives" />
        <StatCard
          label={`Held, ${formatCount(held.count)} to approve${next}`}
          value={text(earned)}
          unit={currency}
          href="/incentives"
        />
        <StatCard
          label={`Earned in ${monthName(last.month)}`}
          value={text(last.minor)}
          unit={currency}
          href={statementHref({ month: last.month, currency })}
        />
        {clawback > 0n ? (
          <StatCard
            label="Owed back, comes off the next approval"
            value={text(clawback)}
            unit={currency}
            href="/incentives"
          />
        ) : (
          <StatCard label="Paid so far" value={text(paid)} unit={currency} href="/incentives" />
        )}
      </StatGrid>
    </Section>
  );
}
