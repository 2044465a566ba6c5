import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { partnerRoles, roleLabels, staffRoles } from "@/lib/access/roles";
import type { FormAction } from "@/lib/auth/form-state";
import type { Access } from "@/lib/people/filter";

type Person = {
  id: string;
  name: string;
  kind: "staff" | "partner";
  role: string | null;
  access: Access;
  sessions: number;
};
type PersonAccessProps = {
  person: Person;
  setRole: FormAction;
  disable: FormAction;
  enable: FormAction;
  endSessions: FormAction;
};

/** What an admin may change about another person's access. */
export function PersonAccess({ person, setRole, disable, enable, endSessions }: PersonAccessProps) {
  const hidden = { person: person.id };
  const open = person.sessions === 1 ? "1 session" : `${person.sessions} sessions`;
  if (person.access === "none")
    return <Callout title="No access">Invite {person.name} with the same address to give access.</Callout>;
  if (person.access === "disabled")
    return (
      <Card title="Restore access" description={`${person.name} can then sign in again, with the role of before.`}>
        <ActionForm action={enable} failed="The access was not restored." hidden={hidden}>
          <ActionButton variant="primary">Restore access</ActionButton>
        </ActionForm>
      </Card>
    );
  return (
    <>
      <RoleForm person={person} action={setRole} />
      <Card title="Sign out everywhere" description={`Ends ${open}. ${person.name} can sign in again.`}>
        <ActionForm action={endSessions} failed="No session was ended." hidden={hidden}>
          <ActionButton disabled={person.sessions === 0}>End {open}</ActionButton>
        </ActionForm>
      </Card>
      <Card
        title="End access"
        description={`Signs ${person.name} out at once (${open}) and refuses every later sign-in. What they did stays. It can be restored.`}
      >
        <ActionForm action={disable} failed="The access was not ended." hidden={hidden}>
          <ActionTextarea name="reason" label="Reason" help="Kept in the audit log." rows={2} maxLength={500} />
          <ActionButton variant="danger">End the access of {person.name}</ActionButton>
        </ActionForm>
      </Card>
    </>
  );
}

function RoleForm({ person, action }: { person: Person; action: FormAction }) {
  const roles = person.kind === "staff" ? staffRoles : partnerRoles;
  const note =
    person.kind === "staff"
      ? "Holds until the next single sign-on, which sets the role from the group there. To change it for good, change the group."
      : "Decides what the person may do for the company.";
  return (
    <Card title="Role" description={`${note} A change signs the person out.`}>
      <ActionForm action={action} failed="The role was not changed." hidden={{ person: person.id }}>
        <ActionSelect
          name="role"
          label="Role"
          defaultValue={person.role ?? undefined}
          options={roles.map((role) => ({ value: role, label: roleLabels[role] }))}
        />
        <ActionButton>Change role</ActionButton>
      </ActionForm>
    </Card>
  );
}
