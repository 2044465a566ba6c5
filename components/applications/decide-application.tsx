import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { type ApplicationState, type Decision, decisions, mayDecide } from "@/lib/applications/states";
import type { FormAction } from "@/lib/auth/form-state";
import { optionsOf, partnerTypes } from "@/lib/partners/words";

type DecideApplicationProps = {
  application: { id: string; state: ApplicationState; type: string; contactEmail: string };
  evidence: readonly { kind: string; id: string; name: string }[];
  tiers: readonly { key: string; name: string }[];
  managers: readonly { id: string; name: string }[];
  /** Who decides looks after the partner, unless somebody else is chosen. */
  me: string;
  action: FormAction;
};

/** Approve, ask back or reject, with a reason that the applicant reads; approved, what the partner begins as. */
export function DecideApplication({ application, evidence, tiers, managers, me, action }: DecideApplicationProps) {
  const may = (Object.keys(decisions) as Decision[]).filter((key) => mayDecide(application.state, key));
  const known = new Map(evidence.filter(({ kind }) => kind === "partner").map(({ id, name }) => [id, name]));
  return (
    <Card title="Decide" description={`${application.contactEmail} gets the reason by mail.`}>
      <ActionForm action={action} hidden={{ applicationId: application.id }} failed="Nothing was decided.">
        <ActionSelect
          name="decision"
          label="Decision"
          placeholder="Choose…"
          options={may.map((key) => ({ value: key, label: decisions[key].label }))}
        />
        <ActionTextarea name="reason" label="Reason, for the applicant" rows={4} maxLength={2000} />
        <fieldset className="border-line space-y-4 border-t pt-4">
          <legend className="text-muted pr-2 text-xs">When it is approved</legend>
          {known.size > 0 ? (
            <ActionSelect
              name="existingId"
              label="As"
              placeholder="A new partner"
              options={[...known].map(([value, name]) => ({ value, label: `${name}: invite the person there` }))}
            />
          ) : null}
          <div className="grid gap-4 sm:grid-cols-2">
            <ActionSelect name="type" label="Kind" options={optionsOf(partnerTypes)} defaultValue={application.type} />
            <ActionSelect
              name="tier"
              label="Tier"
              optional
              placeholder="None yet"
              options={tiers.map(({ key, name }) => ({ value: key, label: name }))}
              defaultValue={tiers[0]?.key}
            />
          </div>
          <ActionSelect
            name="managerId"
            label="Looked after by"
            placeholder="Choose a person"
            options={managers.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={managers.some(({ id }) => id === me) ? me : undefined}
          />
        </fieldset>
        <ActionButton variant="primary">Decide</ActionButton>
      </ActionForm>
    </Card>
  );
}
