import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { answerKinds, costKinds, type EnteredKind, enteredKinds, targetKinds } from "@/lib/facts/form";
import { metricKeys, metricOf } from "@/lib/metrics/registry";

type EnterFormProps = { what: EnteredKind; entryId: string; today: string; currency: string; action: FormAction };

const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const metricChoices = metricKeys
  .map((value) => ({ value, label: metricOf(value).label }))
  .sort((a, b) => a.label.localeCompare(b.label));
const whole = { inputMode: "numeric" as const, className: "max-w-32" };

/** One fact of a kind: whose it is, what it says, and where it is from. */
export function EnterForm({ what, entryId, today, currency, action }: EnterFormProps) {
  const { one, says } = enteredKinds[what];
  const needed = what === "uptime";
  return (
    <Card title={`Enter a ${one}`} description={says}>
      <ActionForm
        key={entryId}
        action={action}
        hidden={{ what, entryId }}
        failed="Nothing was entered."
        className="space-y-4"
      >
        <ActionInput
          name="partner"
          label="Partner"
          optional={!needed}
          autoComplete="off"
          help={
            needed
              ? "Its name as the list of partners has it."
              : "Its name as the list of partners has it; empty for the program."
          }
        />
        {what === "target" ? <TargetFields currency={currency} /> : null}
        {what === "cost" ? <CostFields currency={currency} /> : null}
        {what === "answer" ? <AnswerFields /> : null}
        {what === "uptime" ? <UptimeFields /> : null}
        {what === "target" ? null : <ActionDateInput name="on" label="Day" max={today} defaultValue={today} />}
        <ActionInput name="source" label="Where it is from" maxLength={200} help="A report, a survey, a bill." />
        <ActionButton variant="primary">Enter it</ActionButton>
      </ActionForm>
    </Card>
  );
}

function TargetFields({ currency }: { currency: string }) {
  return (
    <>
      <ActionSelect name="kind" label="Target or baseline" options={choices(targetKinds)} defaultValue="target" />
      <ActionSelect name="metric" label="Metric" placeholder="Choose one" options={metricChoices} />
      <ActionInput name="period" label="Period" className="max-w-40" help="2026, 2026-Q3 or 2026-07." />
      <ActionInput
        name="value"
        label="Value"
        inputMode="decimal"
        className="max-w-48"
        help={`Money in ${currency}, shares in percent.`}
      />
    </>
  );
}

function CostFields({ currency }: { currency: string }) {
  return (
    <>
      <ActionSelect name="kind" label="For" placeholder="Choose one" options={choices(costKinds)} />
      <ActionInput name="amount" label="Amount" inputMode="decimal" className="max-w-48" />
      <ActionInput
        name="currency"
        label="Currency"
        defaultValue={currency}
        maxLength={3}
        className="max-w-24 uppercase"
      />
    </>
  );
}

function AnswerFields() {
  return (
    <>
      <ActionSelect name="kind" label="Who answered" placeholder="Choose one" options={choices(answerKinds)} />
      <ActionInput name="score" label="Score" {...whole} />
    </>
  );
}

function UptimeFields() {
  return (
    <>
      <ActionInput name="integration" label="Integration" optional help="Needed when the partner has several." />
      <ActionInput name="minutesUp" label="Minutes up" {...whole} />
      <ActionInput name="minutesObserved" label="Minutes observed" defaultValue="1440" {...whole} />
    </>
  );
}
