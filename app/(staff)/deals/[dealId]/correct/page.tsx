import type { Metadata } from "next";
import { correctDeal } from "@/app/(staff)/deals/actions";
import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormActions } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { getDeal } from "@/db/deals/queries";
import { getProgram, listStages } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatE4 } from "@/lib/format";

export const metadata: Metadata = { title: "Correct a deal" };

export default async function CorrectDealPage({ params }: { params: Promise<{ dealId: string }> }) {
  const viewer = await requireViewer("deals.correct");
  const deal = await orNotFound(getDeal(viewer, (await params).dealId));
  const [stages, program] = await Promise.all([listStages(viewer), getProgram(viewer)]);
  return (
    <>
      <PageHeader
        title={`Correct ${deal.name}`}
        breadcrumb={[
          { label: "Deals", href: "/deals" },
          { label: deal.name, href: `/deals/${deal.id}` },
        ]}
      />
      <Callout tone="info" title="A correction restates past figures">
        What the portal said before stays in the deal's history, marked as corrected, with your name and today's day.
      </Callout>
      <ActionForm
        action={correctDeal}
        hidden={{ dealId: deal.id }}
        failed="The deal was not corrected."
        className="space-y-5"
      >
        <ActionSelect
          name="stage"
          label="The deal became"
          options={stages.map(({ key, name }) => ({ value: key, label: name }))}
          defaultValue={deal.stageKey}
        />
        <ActionDateInput name="on" label="On" max={program.today} defaultValue={deal.closedOn ?? undefined} />
        <ActionInput
          name="amountE4"
          label={`Amount, ${deal.currency}`}
          optional
          inputMode="decimal"
          help={`Left empty it stays ${formatE4(deal.amountE4, deal.currency)}.`}
        />
        <ActionTextarea name="reason" label="Reason" rows={3} help="Stands in the audit log." />
        <FormActions>
          <ActionButton variant="primary">Correct the deal</ActionButton>
          <LinkButton href={`/deals/${deal.id}`} variant="quiet">
            Cancel
          </LinkButton>
        </FormActions>
      </ActionForm>
    </>
  );
}
