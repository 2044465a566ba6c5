import { ActionButton, ActionDateInput, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { outcomes } from "@/lib/alerts/outcomes";
import type { Figures } from "@/lib/alerts/rule";
import type { FormAction } from "@/lib/auth/form-state";
import { addDays } from "@/lib/period";

type AlertWorkProps = {
  alert: { id: string; ownerId: string | null; partnerId: string | null; figures: Figures };
  owners: { value: string; label: string }[];
  today: string;
  resolve: FormAction;
  give: FormAction;
  putOff: FormAction;
};

/** What people do about an alert: say what was done, put it off, or give it to somebody. */
export function AlertWork({ alert, owners, today, resolve, give, putOff }: AlertWorkProps) {
  const alertId = alert.id;
  const deals = (alert.figures.rows ?? []).filter(({ kind }) => kind === "deal");
  return (
    <Card
      title="Resolve it"
      description="A call or meeting is kept on the record of the partner, or of the deal. What was done says whether the rule is of use."
    >
      <ActionForm action={resolve} hidden={{ alertId }} failed="The alert was not resolved.">
        <ActionSelect
          name="outcome"
          label="What was done"
          placeholder="Choose one"
          options={Object.entries(outcomes)
            .filter(([, { contact }]) => contact === null || alert.partnerId)
            .map(([value, { label }]) => ({ value, label }))}
        />
        {deals.length > 0 ? (
          <ActionSelect
            name="dealId"
            label="About which deal"
            optional
            placeholder="The partner as a whole"
            options={deals.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        <ActionTextarea name="note" label="Note, for staff alone" optional rows={2} maxLength={2000} />
        <ActionButton variant="primary">Resolve</ActionButton>
      </ActionForm>
      <div className="border-line mt-5 space-y-2 border-t pt-3">
        <Disclosure summary="Put it off">
          <ActionForm action={putOff} hidden={{ alertId }} failed="The alert was not put off.">
            <ActionDateInput name="until" label="Until" defaultValue={addDays(today, 7)} />
            <ActionButton>Put off</ActionButton>
          </ActionForm>
        </Disclosure>
        <Disclosure summary="Give it to somebody">
          <ActionForm action={give} hidden={{ alertId }} failed="The alert was not given.">
            <ActionSelect
              name="ownerId"
              label="To"
              placeholder="Choose a person"
              options={owners}
              defaultValue={alert.ownerId ?? undefined}
            />
            <ActionButton>Give</ActionButton>
          </ActionForm>
        </Disclosure>
      </div>
    </Card>
  );
}
