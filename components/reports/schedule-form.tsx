import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Disclosure } from "@/components/ui/disclosure";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { type ReportSubject, reportFormats, subjectOf, usualTimes } from "@/lib/reports/subjects";

type ScheduleFormProps = { add: FormAction; subjects: readonly ReportSubject[]; query: string; timeZone: string };

/** What to send, in which format and when. */
export function ScheduleForm({ add, subjects, query, timeZone }: ScheduleFormProps) {
  const [only] = subjects;
  const formats = [...new Set(subjects.flatMap((name) => [...subjectOf(name).formats]))];
  const single = subjects.length === 1 && only;
  return (
    <ActionForm action={add} failed="The report was not kept." hidden={{ query, ...(single ? { subject: only } : {}) }}>
      <div className="grid gap-4 sm:grid-cols-3">
        {single ? null : (
          <ActionSelect
            name="subject"
            label="What"
            options={subjects.map((name) => ({ value: name, label: subjectOf(name).label }))}
          />
        )}
        <ActionSelect
          name="format"
          label="As"
          options={formats.map((format) => ({ value: format, label: reportFormats[format] }))}
        />
        <ActionSelect name="when" label="When" options={usualTimes} />
      </div>
      <Disclosure summary="Another time, or by webhook">
        <div className="grid gap-4 pt-2 sm:grid-cols-2">
          <ActionInput
            name="cron"
            label="Schedule"
            optional
            placeholder="0 7 * * 1"
            help="Minute, hour, day, month, weekday; in place of the time above."
          />
          <ActionInput name="timeZone" label="Time zone" defaultValue={timeZone} help="Such as Europe/Berlin." />
          <ActionSelect
            name="toldBy"
            label="Told by"
            options={[
              { value: "mail", label: "A mail to me" },
              { value: "webhook", label: "A webhook of my company" },
            ]}
            help="A webhook brings the link, never the content. While none wants it, the mail comes."
          />
        </div>
      </Disclosure>
      <FormActions>
        <ActionButton variant="primary">Send it to me</ActionButton>
      </FormActions>
    </ActionForm>
  );
}
