import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { linkable } from "@/lib/deals/registrations/linkable";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { DecideForm } from "./decide-form";
import { Extensions } from "./extensions";
import { NoteForm } from "./note-form";
import { PartnerActions } from "./partner-actions";
import { RegistrationHistory } from "./registration-history";
import { PartnerRecord } from "./standing-card";

type RegistrationSideProps = {
  registration: RegistrationRecord;
  /** Deals that an approval may link are among it. */
  evidence: Parameters<typeof linkable>[0] | null;
  record: Parameters<typeof PartnerRecord>[0]["record"] | null;
  decides: boolean;
  submits: boolean;
  timeZone: string;
  actions: Record<"decide" | "answer" | "note" | "amend" | "withdraw" | "ask", FormAction>;
};

/** What may be done about a registration, by who reads it, and what happened to it. */
export function RegistrationSide(props: RegistrationSideProps) {
  const { registration: one, evidence, record, decides, submits, timeZone, actions } = props;
  const { amend, withdraw, ask } = actions;
  return (
    <div className="space-y-6 lg:order-2">
      {decides ? (
        <DecideForm
          registrationId={one.id}
          status={one.status}
          deals={one.dealId ? [] : linkable(evidence ?? [])}
          action={actions.decide}
        />
      ) : null}
      <Extensions items={one.extensions} answer={decides ? actions.answer : undefined} />
      {submits ? <PartnerActions registration={one} amend={amend} withdraw={withdraw} ask={ask} /> : null}
      {record ? (
        <Card title={`What ${one.partner} registered before`}>
          <PartnerRecord record={record} />
        </Card>
      ) : null}
      {decides ? <NoteForm registrationId={one.id} action={actions.note} /> : null}
      <RegistrationHistory events={one.events} timeZone={timeZone} />
    </div>
  );
}
