import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

/** For how long it is kept which pages were used. */
export function UsageDaysForm({ days, action }: { days: number; action: FormAction }) {
  return (
    <Card title="How long it is kept" description="Partner people read on their account page what is counted.">
      <ActionForm action={action} failed="It was not changed." className="max-w-xs space-y-4">
        <ActionInput name="days" label="Days" inputMode="numeric" defaultValue={String(days)} help="From 30 to 4000" />
        <ActionButton>Save</ActionButton>
      </ActionForm>
    </Card>
  );
}
