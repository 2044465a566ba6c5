import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { partnerRoles, roleLabels, staffRoles } from "@/lib/access/roles";
import type { FormAction } from "@/lib/auth/form-state";

type InviteFormProps = { action: FormAction; partners: readonly { id: string; name: string }[] };

const roles = [...partnerRoles, ...staffRoles].map((role) => ({ value: role, label: roleLabels[role] }));

/** Invites staff, or a person of a partner. */
export function InviteForm({ action, partners }: InviteFormProps) {
  return (
    <Card
      id="invite"
      title="Invite a person"
      description="They get a mail. Partner people then sign in by a link to that address, staff by single sign-on, where their group decides the role from the first sign-in on."
    >
      <ActionForm action={action} failed="Nobody was invited.">
        <ActionInput name="name" label="Name" autoComplete="off" />
        <ActionInput name="email" type="email" label="Work e-mail" autoComplete="off" />
        <ActionSelect name="role" label="Role" placeholder="Choose a role" options={roles} />
        <ActionSelect
          name="partnerId"
          label="Company"
          help="For partner roles only."
          placeholder="None: staff"
          options={partners.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ActionButton variant="primary">Send invitation</ActionButton>
      </ActionForm>
    </Card>
  );
}
