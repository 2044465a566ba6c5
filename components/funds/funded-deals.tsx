import { ActionButton, ActionForm, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { Disclosure } from "@/components/ui/disclosure";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatE4 } from "@/lib/format";
import { type FundedDeal, touchedSums } from "@/lib/funds/touched";
import type { Option } from "@/lib/lists/links";

type FundedDealsProps = {
  requestId: string;
  deals: readonly FundedDeal[];
  reportingCurrency: string;
  choices: readonly Option[];
  /** Null for who may not link. */
  actions: { link: FormAction; unlink: FormAction } | null;
};

/** The deals that a funded activity touched, with what they come to. */
export function FundedDeals({ requestId, deals, reportingCurrency, choices, actions }: FundedDealsProps) {
  const sums = touchedSums(deals, reportingCurrency);
  return (
    <Card
      id="deals"
      title="What it brought"
      description="Deals that the activity brought or moved on. They count in the return on MDF, each once."
    >
      {deals.length > 0 ? (
        <DefinitionList
          items={[
            { term: "Open pipeline", value: sums.pipeline },
            { term: "Won revenue", value: sums.won },
          ]}
        />
      ) : (
        <p className="text-muted">No deal is linked yet.</p>
      )}
      <ul className="divide-line mt-3 divide-y">
        {deals.map((deal) => (
          <li key={deal.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="min-w-0">
              <TextLink href={`/deals/${deal.id}`}>{deal.name ?? "Deal without a name"}</TextLink>
              <span className="text-muted ml-2 text-xs">{deal.stage}</span>
            </span>
            <span className="flex items-center gap-2">
              {formatE4(BigInt(deal.amount), deal.currency, "cents")}
              {actions ? (
                <ActionForm action={actions.unlink} hidden={{ requestId, dealId: deal.id }} className="">
                  <ActionButton size="small" aria-label={`Take ${deal.name ?? "the deal"} off`}>
                    Take off
                  </ActionButton>
                </ActionForm>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {actions && choices.length > 0 ? (
        <Disclosure summary="Link a deal">
          <ActionForm action={actions.link} hidden={{ requestId }} failed="The deal was not linked.">
            <ActionSelect name="dealId" label="Deal" options={choices} placeholder="Choose…" defaultValue="" />
            <ActionButton>Link the deal</ActionButton>
          </ActionForm>
        </Disclosure>
      ) : null}
    </Card>
  );
}
