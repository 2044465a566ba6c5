import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TeamList } from "@/components/people/team-list";
import { ViewingList } from "@/components/people/viewing-list";
import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listViewings } from "@/db/audit/queries";
import { listTeam } from "@/db/people/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { partnerRoles, roleLabels } from "@/lib/access/roles";
import { requireViewer } from "@/lib/auth/require-viewer";
import { disableColleague, enableColleague, inviteColleague } from "./actions";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const viewer = await requireViewer("team.read");
  if (viewer.kind !== "partner") notFound();
  const [team, viewings, program] = await Promise.all([listTeam(viewer), listViewings(viewer), getProgram(viewer)]);
  const manages = can(viewer, "team.manage");
  const active = team.filter(({ access }) => access === "active").length;
  return (
    <>
      <PageHeader title="Team" state={`${active} of ${team.length} people of ${viewer.partnerName} can sign in now.`} />
      <Card title="People" description={`Times in ${program.timeZone}.`}>
        <TeamList
          team={team}
          ownId={viewer.personId}
          timeZone={program.timeZone}
          change={manages ? { disable: disableColleague, enable: enableColleague } : undefined}
        />
      </Card>
      {manages ? (
        <Card
          title="Invite a colleague"
          description="They get a mail and sign in with their address; there is no password."
        >
          <ActionForm action={inviteColleague} failed="Nobody was invited.">
            <ActionInput name="name" label="Name" autoComplete="off" />
            <ActionInput name="email" type="email" label="Work e-mail" autoComplete="off" />
            <ActionSelect
              name="role"
              label="Role"
              defaultValue="partner_member"
              options={partnerRoles.map((role) => ({ value: role, label: roleLabels[role] }))}
              help="A partner admin can also invite people and end their access."
            />
            <ActionButton variant="primary">Send invitation</ActionButton>
          </ActionForm>
        </Card>
      ) : null}
      <Card
        title="Looks at your portal"
        description={`Staff of ${program.programName} may look at the portal as you do, for half an hour and changing nothing. They have to say why.`}
      >
        <ViewingList viewings={viewings} timeZone={program.timeZone} />
      </Card>
    </>
  );
}
