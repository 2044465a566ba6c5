import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { type DigestChoice, rhythms, weekdays } from "@/lib/alerts/digest";
import type { FormAction } from "@/lib/auth/form-state";

type DigestFormProps = { choice: DigestChoice; timeZone: string; staff: boolean; action: FormAction };

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

/** When the mail comes that says what is new, or that it should not come. */
export function DigestForm({ choice, timeZone, staff, action }: DigestFormProps) {
  return (
    <Card
      title="Your digest of alerts"
      description="One mail with what is new and what is still open. Nothing new, no mail; what is still open comes again on Mondays."
    >
      <ActionForm action={action} failed="Your digest was not changed." className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <ActionSelect
            name="rhythm"
            label="How often"
            options={Object.entries(rhythms).map(([value, label]) => ({ value, label }))}
            defaultValue={choice.rhythm}
          />
          <ActionSelect name="hour" label="From" options={hours} defaultValue={String(choice.hour)} />
          <ActionSelect
            name="weekday"
            label="If once a week, on"
            options={weekdays.map((label, index) => ({ value: String(index + 1), label }))}
            defaultValue={String(choice.weekday)}
          />
          <ActionInput
            name="timeZone"
            label="Time zone"
            optional
            defaultValue={choice.timeZone}
            placeholder={timeZone}
            help={`The program's when empty: ${timeZone}`}
          />
        </div>
        {staff ? (
          <ActionCheckbox
            name="urgent"
            label="Mail me at once what cannot wait: overdue decisions and failed imports, five a day at most"
            defaultChecked={choice.urgent}
          />
        ) : null}
        <ActionButton>Save</ActionButton>
      </ActionForm>
    </Card>
  );
}
