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
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { recordHref } from "@/lib/record/filter";
import { logKinds, logSays, staffKinds } from "@/lib/record/log";

type Logged = {
  id: string;
  kind: string;
  subject: string;
  body: string | null;
  internal: boolean;
  on: string;
  by: string | null;
  dealId: string | null;
  deal: string | null;
};
type LogListProps = {
  partnerId: string;
  rows: readonly Logged[];
  page: number;
  more: boolean;
  staff: boolean;
  today: string;
  /** Null for who may not write. */
  write: FormAction | null;
};

/** Notes, calls, e-mails and meetings with a partner, newest first, also those about its deals. */
export function LogList({ partnerId, rows, page, more, staff, today, write }: LogListProps) {
  const to = (number: number) => recordHref(partnerId, "log", number);
  return (
    <Card
      title="Interactions"
      description={
        staff
          ? "Calls, e-mails, meetings and notes, also about deals."
          : "What you and the program said and did together."
      }
      footer={
        page > 1 || more ? (
          <Pagination
            text={`Page ${page}`}
            previousHref={page > 1 ? to(page - 1) : null}
            nextHref={more ? to(page + 1) : null}
          />
        ) : null
      }
    >
      {write ? (
        <Disclosure
          summary={staff ? "Log a call, an e-mail, a meeting or a note" : "Write to your channel manager"}
          open={rows.length === 0}
        >
          <LogForm key={rows[0]?.id} partnerId={partnerId} staff={staff} today={today} action={write} />
        </Disclosure>
      ) : null}
      {rows.length === 0 ? <p className="text-muted mt-2">Nothing is logged yet.</p> : null}
      <ol className="divide-line mt-3 divide-y">
        {rows.map((row) => (
          <LogRow key={row.id} row={row} />
        ))}
      </ol>
    </Card>
  );
}

function LogRow({ row: { kind, subject, body, internal, on, by, dealId, deal } }: { row: Logged }) {
  return (
    <li className="py-3 last:pb-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-ink min-w-0 wrap-anywhere">{subject}</span>
        {internal || kind === "note" ? <Badge tone="warn">Staff only</Badge> : null}
      </p>
      {body ? <p className="mt-1 max-w-[72ch] wrap-anywhere whitespace-pre-line">{body}</p> : null}
      <p className="text-muted mt-1 text-xs">
        {[formatDay(on), logSays(kind), by].filter(Boolean).join(" · ")}
        {dealId ? (
          <>
            {" · "}
            <TextLink href={`/deals/${dealId}`}>{deal}</TextLink>
          </>
        ) : null}
      </p>
    </li>
  );
}

function LogForm({
  partnerId,
  staff,
  today,
  action,
}: {
  partnerId: string;
  staff: boolean;
  today: string;
  action: FormAction;
}) {
  return (
    <ActionForm action={action} hidden={{ partnerId }} failed="It was not logged.">
      {staff ? (
        <div className="grid gap-3 sm:grid-cols-3">
          <ActionSelect
            name="kind"
            label="What it was"
            options={staffKinds.map((kind) => ({ value: kind, label: logKinds[kind] }))}
          />
          <ActionDateInput name="on" label="On" max={today} defaultValue={today} />
          <ActionSelect
            name="audience"
            label="Who reads it"
            help="A note is for staff alone."
            options={[
              { value: "staff", label: "Staff alone" },
              { value: "shared", label: "The partner and staff" },
            ]}
          />
        </div>
      ) : null}
      <ActionInput name="subject" label="In a line" maxLength={200} />
      <ActionTextarea name="body" label="More" optional rows={4} maxLength={10_000} />
      <ActionButton>{staff ? "Log it" : "Send"}</ActionButton>
    </ActionForm>
  );
}
