import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import { ratings } from "@/lib/leads/words";
import { optionsOf } from "@/lib/partners/words";

type LeadNotesProps = {
  leadId: string;
  notes: readonly {
    id: string;
    at: Date;
    person: string | null;
    partner: string | null;
    rating: number | null;
    text: string;
  }[];
  staff: boolean;
  programName: string;
  timeZone: string;
  /** How a new one is written; nobody writes without it. */
  action: FormAction | null;
  /** Whether a partner reads what staff share. */
  shareable: boolean;
};

/** What both sides say of a lead, newest first, and the form for more. */
export function LeadNotes(props: LeadNotesProps) {
  const { leadId, notes, staff, programName, timeZone, action, shareable } = props;
  if (notes.length === 0 && !action) return null;
  return (
    <Card title="Notes and feedback">
      {action ? (
        <ActionForm key={notes.length} action={action} hidden={{ leadId }} failed="The note was not written.">
          <ActionTextarea name="text" label={staff ? "Note" : "Tell your channel manager"} rows={2} maxLength={2000} />
          <ActionSelect
            name="rating"
            label={staff ? "How it is handled" : "How good the lead is"}
            options={optionsOf(ratings)}
            placeholder="No rating"
            optional
          />
          {staff ? (
            <ActionSelect
              name="audience"
              label="Who reads it"
              options={[
                ...(shareable ? [{ value: "shared", label: "The partner and staff" }] : []),
                { value: "staff", label: "Staff alone" },
              ]}
            />
          ) : null}
          <ActionButton>Write the note</ActionButton>
        </ActionForm>
      ) : null}
      {notes.length > 0 ? (
        <div className={action ? "border-line mt-6 border-t pt-5" : undefined}>
          <Timeline
            items={notes.map((note) => ({
              key: note.id,
              sentence: note.text,
              when: `${note.person ?? programName} · ${formatInstant(note.at, timeZone)}`,
              detail: <NoteMarks rating={note.rating} audience={staff ? (note.partner ?? "Staff alone") : null} />,
            }))}
          />
        </div>
      ) : null}
    </Card>
  );
}

function NoteMarks({ rating, audience }: { rating: number | null; audience: string | null }) {
  if (!rating && !audience) return null;
  return (
    <span className="flex flex-wrap gap-1.5">
      {rating ? <Badge tone={rating >= 4 ? "good" : rating <= 2 ? "warn" : "neutral"}>{ratings[rating]}</Badge> : null}
      {audience ? <Badge>{audience === "Staff alone" ? audience : `With ${audience}`}</Badge> : null}
    </span>
  );
}
