import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccessBadge } from "@/components/people/access-badge";
import { PersonAccess } from "@/components/people/person-access";
import { PersonHistory } from "@/components/people/person-history";
import { SessionList } from "@/components/people/session-list";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getPerson, listPersonHistory } from "@/db/people/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { type Role, roleLabels } from "@/lib/access/roles";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isId } from "@/lib/lists/parameters";
import { disable, enable, endPersonSessions, setRole } from "../actions";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: { params: Promise<{ personId: string }> }) {
  const viewer = await requireViewer("people.read");
  const { personId } = await params;
  if (!isId(personId)) notFound();
  const [person, history, program] = await Promise.all([
    orNotFound(getPerson(viewer, personId)),
    listPersonHistory(viewer, personId),
    getProgram(viewer),
  ]);
  const own = personId === viewer.personId;
  const about = [person.partnerName ?? "Staff", person.role && roleLabels[person.role as Role], person.email];
  return (
    <>
      <PageHeader
        title={person.name}
        breadcrumb={[{ label: "People", href: "/admin/people" }]}
        badges={<AccessBadge access={person.access} />}
        state={about.filter(Boolean).join(" · ")}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          {own ? <Callout title="This is you">Another admin can change your role or end your access.</Callout> : null}
          {can(viewer, "people.manage") && !own ? (
            <PersonAccess
              person={{ ...person, sessions: person.sessions.length }}
              {...{ setRole, disable, enable, endSessions: endPersonSessions }}
            />
          ) : null}
          {person.sessions.length > 0 ? (
            <Card title="Signed in now">
              <SessionList sessions={person.sessions} timeZone={program.timeZone} now={new Date()} />
            </Card>
          ) : null}
        </div>
        <PersonHistory name={person.name} entries={history} timeZone={program.timeZone} />
      </div>
    </>
  );
}
