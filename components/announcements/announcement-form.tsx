import {
  ActionButton,
  ActionCheckbox,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { SegmentFilter } from "@/lib/announcements/form";
import type { FormAction } from "@/lib/auth/form-state";

type AnnouncementFormProps = { filter: SegmentFilter; today: string; action: FormAction };

/** What is new, for the segment that was chosen: that travels along unseen. */
export function AnnouncementForm({ filter, today, action }: AnnouncementFormProps) {
  const chosen = Object.entries(filter).flatMap(([name, values]) =>
    (values as string[]).map((value) => ({ name, value })),
  );
  return (
    <Card title="2. What is new" description="It stands on their home until each has read it. No mail is sent.">
      <ActionForm action={action} failed="It was not published.">
        {chosen.map(({ name, value }) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <ActionInput name="title" label="Title" maxLength={200} />
        <ActionTextarea
          name="body"
          label="Text"
          rows={8}
          maxLength={10_000}
          help="Blank lines make paragraphs, lines that begin with - a list, and web addresses become links."
        />
        <ActionDateInput name="expiresOn" label="Shown until" optional min={today} />
        <ActionCheckbox name="pinned" value="yes" label="Pin it: it comes before all others" />
        <ActionButton variant="primary">Publish</ActionButton>
      </ActionForm>
    </Card>
  );
}
