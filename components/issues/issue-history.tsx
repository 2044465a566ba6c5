import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { Timeline } from "@/components/ui/timeline";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import type { IssueLine } from "@/lib/issues/history";

type IssueHistoryProps = {
  issueId: string;
  question: string;
  lines: IssueLine[];
  /** How something is said; staff choose who reads it. */
  say: FormAction | null;
  staff: boolean;
  shared: boolean;
  timeZone: string;
};

/** The question, what came of it, and the form for more words. */
export function IssueHistory({ issueId, question, lines, say, staff, shared, timeZone }: IssueHistoryProps) {
  return (
    <Card title="The question">
      <p className="text-ink mb-5 max-w-[72ch] whitespace-pre-line">{question}</p>
      <Timeline
        items={lines.map((line) => ({
          key: line.key,
          sentence: line.internal ? `${line.sentence} (staff alone)` : line.sentence,
          when: formatInstant(line.at, timeZone),
          tone: line.tone,
          detail: line.detail ? (
            <p className="max-w-[72ch] whitespace-pre-line">
              {line.href ? <TextLink href={line.href}>{line.detail}</TextLink> : line.detail}
            </p>
          ) : undefined,
        }))}
      />
      {say ? (
        <ActionForm
          key={lines.length}
          action={say}
          hidden={{ issueId }}
          failed="The text was not written."
          className="border-line mt-5 space-y-4 border-t pt-5"
        >
          <ActionTextarea
            name="text"
            id="note-text"
            label={staff ? "Write a note" : "Add something"}
            rows={2}
            maxLength={2000}
          />
          {staff ? (
            <ActionSelect
              name="audience"
              label="Who reads it"
              options={[
                { value: "staff", label: "Staff alone" },
                ...(shared ? [{ value: "shared", label: "The partner and staff" }] : []),
              ]}
            />
          ) : null}
          <ActionButton>Write</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}
