import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { type ContactPart, contactParts, isStale, reviewDays } from "@/lib/record/contacts";

type Contact = {
  id: string;
  name: string;
  title: string | null;
  email: string | null;
  phone: string | null;
  part: string | null;
  reviewedOn: string | null;
  access: "none" | "invited" | "active" | "disabled";
};
type ContactListProps = {
  partnerId: string;
  contacts: readonly Contact[];
  today: string;
  /** Null for who may not. */
  review: FormAction | null;
  add: FormAction | null;
};

const parts = Object.entries(contactParts).map(([value, label]) => ({ value, label }));

/** Whom to talk to, what for, and when somebody last said that this is right; what is due for review comes first. */
export function ContactList({ partnerId, contacts, today, review, add }: ContactListProps) {
  const there = contacts.filter(({ access }) => access !== "disabled");
  const stale = there.filter(({ reviewedOn }) => isStale(reviewedOn, today)).length;
  const state = stale === 0 ? "All are reviewed." : `${stale} of ${there.length} are due for review.`;
  return (
    <div className="space-y-6">
      <Card
        title="Contacts"
        description={`${state} Each is looked at once a quarter, at the latest after ${reviewDays} days.`}
        flush
      >
        {contacts.length === 0 ? <EmptyState icon="users" title="No contacts recorded yet" /> : null}
        <ul className="divide-line border-line divide-y border-t">
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} today={today} review={review} />
          ))}
        </ul>
      </Card>
      {add ? (
        <Card>
          <Disclosure summary="Add a contact">
            <ActionForm key={contacts.length} action={add} hidden={{ partnerId }} failed="The contact was not added.">
              <ActionInput name="name" label="Name" autoComplete="off" maxLength={120} />
              <ActionInput name="email" label="E-mail" type="email" autoComplete="off" />
              <Details />
              <ActionButton>Add the contact</ActionButton>
            </ActionForm>
          </Disclosure>
        </Card>
      ) : null}
    </div>
  );
}

function ContactRow({ contact, today, review }: { contact: Contact; today: string; review: FormAction | null }) {
  const { id, name, title, email, phone, part, reviewedOn, access } = contact;
  const ended = access === "disabled";
  const stale = !ended && isStale(reviewedOn, today);
  return (
    <li className="space-y-1.5 px-5 py-3.5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="text-ink font-medium wrap-anywhere">{name}</span>
            {part ? <Badge tone="info">{contactParts[part as ContactPart]}</Badge> : null}
            {access === "active" ? <Badge tone="good">Signs in</Badge> : null}
            {ended ? <Badge tone="bad">Access ended</Badge> : null}
          </p>
          <p className="text-muted mt-0.5 text-xs wrap-anywhere">
            {[title, email, phone].filter(Boolean).join(" · ") || "Nothing else recorded"}
          </p>
        </div>
        <p className="text-xs">
          {stale ? (
            <Badge tone="warn">{reviewedOn ? `Reviewed ${formatDay(reviewedOn)}: due` : "Never reviewed"}</Badge>
          ) : null}
          {!stale && reviewedOn ? <span className="text-muted">Reviewed {formatDay(reviewedOn)}</span> : null}
        </p>
      </div>
      {review && !ended ? (
        <Disclosure summary={stale ? `Review ${name}` : `Change ${name}`}>
          <ActionForm action={review} hidden={{ personId: id }} failed="The review was not saved.">
            <Details part={part} title={title} phone={phone} />
            <ActionButton size="small">This is right as of today</ActionButton>
          </ActionForm>
        </Disclosure>
      ) : null}
    </li>
  );
}

function Details({ part, title, phone }: Partial<Pick<Contact, "part" | "title" | "phone">>) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <ActionSelect
        name="part"
        label="What for"
        optional
        placeholder="Nothing special"
        options={parts}
        defaultValue={part ?? ""}
      />
      <ActionInput
        name="title"
        label="Position"
        optional
        defaultValue={title ?? ""}
        autoComplete="off"
        maxLength={120}
      />
      <ActionInput name="phone" label="Phone" optional defaultValue={phone ?? ""} autoComplete="off" maxLength={50} />
    </div>
  );
}
