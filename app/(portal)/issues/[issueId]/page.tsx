import type { Metadata } from "next";
import * as actions from "@/app/(portal)/issues/actions";
import { IssueEnds } from "@/components/issues/issue-ends";
import { IssueEvidence } from "@/components/issues/issue-evidence";
import { IssueFacts } from "@/components/issues/issue-facts";
import { IssueHistory } from "@/components/issues/issue-history";
import { IssueWork } from "@/components/issues/issue-work";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { readIssuePage } from "@/db/issues/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { issueHistory } from "@/lib/issues/history";
import { issueStates, mayMove } from "@/lib/issues/states";

export const metadata: Metadata = { title: "Question" };

export default async function IssuePage({ params }: { params: Promise<{ issueId: string }> }) {
  const viewer = await requireViewer("issues.read");
  const page = await orNotFound(readIssuePage(viewer, (await params).issueId));
  const { issue, program, events, corrections, owners } = page;
  const staff = viewer.kind === "staff";
  const answers = can(viewer, "issues.answer");
  const asked = can(viewer, "issues.open") && (!staff || issue.openedById === viewer.personId);
  const who = { answers, asked };
  const nobody = program.programName;
  const { label, tone } = issueStates[issue.status];
  const ends = mayMove(issue.status, "close", who)
    ? "Close the question"
    : mayMove(issue.status, "withdraw", who)
      ? "Take it back"
      : null;
  return (
    <>
      <PageHeader
        title={`Question #${issue.number}`}
        breadcrumb={[{ label: "Questions", href: "/issues" }]}
        badges={<Badge tone={tone}>{label}</Badge>}
        state={issue.partner && staff ? `About a figure of ${issue.partner}` : undefined}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          <IssueHistory
            issueId={issue.id}
            question={issue.question}
            lines={issueHistory(events, nobody)}
            say={answers ? actions.noteOnQuestion : asked && issue.status !== "closed" ? actions.addToQuestion : null}
            staff={answers}
            shared={issue.shared}
            timeZone={program.timeZone}
          />
          {answers && mayMove(issue.status, "answer", who) ? (
            <IssueWork
              issueId={issue.id}
              taken={issue.status === "in_work"}
              own={issue.openedById === viewer.personId}
              ownerId={issue.ownerId}
              dueOn={issue.dueOn}
              owners={owners}
              corrections={corrections}
              timeZone={program.timeZone}
              take={actions.takeQuestion}
              give={actions.giveQuestion}
              answer={actions.answerQuestion}
            />
          ) : null}
          <IssueEnds
            issueId={issue.id}
            ends={ends}
            reopens={mayMove(issue.status, "reopen", who)}
            close={actions.closeQuestion}
            reopen={actions.askAgain}
          />
        </div>
        <IssueFacts issue={issue} staff={staff} nobody={nobody} timeZone={program.timeZone} />
      </div>
      <IssueEvidence evidence={issue.evidence} />
    </>
  );
}
