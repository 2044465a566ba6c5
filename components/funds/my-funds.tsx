import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type AllocationView, nextSteps, requestRow } from "@/lib/funds/view";

type MyFundsProps = {
  allocations: readonly AllocationView[];
  requests: Parameters<typeof nextSteps>[0];
  claims: Parameters<typeof nextSteps>[1];
  mayAsk: boolean;
};

/** What a partner may draw on, what it does next, and its requests. */
export function MyFunds({ allocations, requests, claims, mayAsk }: MyFundsProps) {
  const steps = mayAsk ? nextSteps(requests, claims) : [];
  return (
    <>
      {steps.length > 0 ? (
        <Card title="What to do next">
          <ul className="space-y-2">
            {steps.map(({ href, text }) => (
              <li key={href}>
                <TextLink href={href}>{text}</TextLink>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {allocations.length > 0 ? (
        <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
          {allocations.map((one) => (
            <Allocation key={one.id} {...one} />
          ))}
        </div>
      ) : null}
      <Section title="Requests">
        <DataTable
          caption="Requests for funds"
          columns={[
            { key: "title", label: "Activity" },
            { key: "state", label: "Standing" },
            { key: "next", label: "Next" },
            { key: "requested", label: "Asked for", align: "right" },
            { key: "approved", label: "Approved", align: "right" },
            { key: "claimed", label: "Claimed", align: "right" },
            { key: "number", label: "Number" },
          ]}
          rows={requests.map(requestRow)}
          empty={<NoRequests funded={allocations.length > 0} mayAsk={mayAsk} />}
        />
      </Section>
    </>
  );
}

function Allocation({ budget, freeText, over, ends, parts, rule, used }: AllocationView) {
  return (
    <Card title={budget} description={rule ?? undefined}>
      <p className="text-muted text-xs">{over ? "Was left" : "You can ask for"}</p>
      <p className="text-ink text-2xl font-semibold tracking-tight">{freeText}</p>
      <p className="text-muted mt-1 mb-3 text-xs">{ends}</p>
      <Progress ratio={used} label={`${Math.round(used * 100)} % asked for or used`} />
      <div className="mt-4">
        <DefinitionList items={parts.map(([term, value]) => ({ term, value }))} />
      </div>
    </Card>
  );
}

function NoRequests({ funded, mayAsk }: { funded: boolean; mayAsk: boolean }) {
  if (!funded)
    return (
      <EmptyState icon="sprout" title="No funds are given to your company yet">
        Your channel manager can give you market development funds; they appear here with what is left of them.
      </EmptyState>
    );
  return (
    <EmptyState icon="sprout" title="No requests yet" actions={mayAsk ? <AskLink /> : null}>
      Ask for money for a campaign or an event: you see when it is decided, and claim it with your invoices.
    </EmptyState>
  );
}

export function AskLink() {
  return (
    <LinkButton href="/funds/requests/new" variant="primary" icon="plus">
      Ask for funds
    </LinkButton>
  );
}
