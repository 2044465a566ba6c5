import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { kindSays, noteKinds } from "@/lib/deals/note-form";
import { formatDay } from "@/lib/format";

type Written = {
  id: string;
  kind: string;
  subject: string;
  body: string | null;
  on: string;
  by: string | null;
  partner: string | null;
};
type DealNotesProps = {
  dealId: string;
  notes: readonly Written[];
  partners: readonly { partnerId: string; name: string }[];
  staff: boolean;
  today: string;
  /** Null for who may not write. */
  action: FormAction | null;
};

/** What was written about the deal, and calls and meetings, newest first. */
export function DealNotes({ notes, action, ...form }: DealNotesProps) {
  const several = form.staff && form.partners.length > 1;
  return (
    <Card id="notes" title="Notes and activities">
      {action ? (
        <Disclosure summary={form.staff ? "Write a note, a comment, a call or a meeting" : "Write a comment"}>
          <NoteForm key={notes.length} {...form} action={action} />
        </Disclosure>
      ) : null}
      {notes.length === 0 ? <p className="text-muted mt-2">Nothing is written yet.</p> : null}
      <ol className="divide-line mt-3 divide-y">
        {notes.map(({ id, kind, subject, body, on, by, partner }) => (
          <li key={id} className="py-3 last:pb-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="text-ink min-w-0 break-words">{subject}</span>
              {kind === "note" ? <Badge tone="warn">Staff only</Badge> : null}
            </p>
            {body ? <p className="mt-1 max-w-[72ch] break-words whitespace-pre-line">{body}</p> : null}
            <p className="text-muted mt-1 text-xs">
              {[formatDay(on), kindSays(kind), by, several ? partner : null].filter(Boolean).join(" · ")}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function NoteForm({ dealId, partners, staff, today, action }: Omit<DealNotesProps, "notes"> & { action: FormAction }) {
  const kinds = Object.entries(noteKinds).filter(([kind]) => partners.length > 0 || kind !== "comment");
  const choices = partners.map(({ partnerId, name }) => ({ value: partnerId, label: name }));
  return (
    <ActionForm action={action} hidden={{ dealId }} failed="It was not saved.">
      {staff ? (
        <ActionSelect
          name="kind"
          label="Kind"
          help={partners.length > 0 ? undefined : "No partner takes part in this deal: staff alone read this."}
          options={kinds.map(([value, { label, says }]) => ({ value, label: partners.length > 0 ? label : says }))}
          defaultValue="note"
        />
      ) : null}
      {staff && partners.length > 1 ? (
        <ActionSelect
          name="partnerId"
          label="With"
          help="Another partner in the deal does not see it."
          options={choices}
          defaultValue={choices[0]?.value}
        />
      ) : null}
      <ActionInput name="subject" label="In a line" maxLength={200} />
      <ActionTextarea name="body" label="More" optional rows={4} maxLength={10_000} />
      {staff ? <ActionDateInput name="on" label="On" max={today} defaultValue={today} /> : null}
      <ActionButton>{staff ? "Save" : "Send the comment"}</ActionButton>
    </ActionForm>
  );
}
