import type { Metadata } from "next";
import { DigestForm } from "@/components/alerts/digest-form";
import { SessionList } from "@/components/people/session-list";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { readDigestChoice } from "@/db/alerts/choice";
import { listOwnSessions } from "@/db/people/queries";
import { getProgram } from "@/db/program/queries";
import { roleLabels } from "@/lib/access/roles";
import { ownViewer } from "@/lib/access/viewer";
import { requireViewer } from "@/lib/auth/require-viewer";
import { endOwnSession, saveDigest, signOut, signOutEverywhere } from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const viewer = ownViewer(await requireViewer("account.own"));
  const [sessions, program, digest] = await Promise.all([
    listOwnSessions(viewer),
    getProgram(viewer),
    readDigestChoice(viewer),
  ]);
  const company = viewer.kind === "partner" ? [{ term: "Company", value: viewer.partnerName }] : [];
  return (
    <>
      <PageHeader
        title="Your account"
        state={`You are signed in ${sessions.length === 1 ? "in this browser only" : `in ${sessions.length} browsers`}. Times in ${program.timeZone}.`}
        actions={
          <ActionForm action={signOut} className="">
            <ActionButton icon="log-out">Sign out</ActionButton>
          </ActionForm>
        }
      />
      <Card title={viewer.name}>
        <DefinitionList
          items={[
            { term: "E-mail", value: viewer.email },
            { term: "Role", value: roleLabels[viewer.role] },
            ...company,
          ]}
        />
      </Card>
      <DigestForm choice={digest} timeZone={program.timeZone} staff={viewer.kind === "staff"} action={saveDigest} />
      <Card
        title="Your sessions"
        description="One you do not know? End it, then tell your administrator. A session ends by itself after a while without use."
        actions={
          <ActionForm action={signOutEverywhere} className="">
            <ActionButton size="small" variant="danger">
              Sign out everywhere
            </ActionButton>
          </ActionForm>
        }
      >
        <SessionList
          sessions={sessions}
          currentId={viewer.sessionId}
          timeZone={program.timeZone}
          now={new Date()}
          end={endOwnSession}
        />
      </Card>
      {viewer.kind === "partner" ? (
        <Card
          title="What is counted"
          description="The program's staff see on which days people of your company came, and how often your company opened which pages of the portal: never who looked at what, and nothing of what stood there. Which pages is kept for a limited time."
        />
      ) : null}
    </>
  );
}
