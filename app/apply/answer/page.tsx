import type { Metadata } from "next";
import { LinkEnded, LinkForm } from "@/components/applications/link-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { linkHolds } from "@/lib/auth/application-link";
import { answer } from "../actions";

export const metadata: Metadata = { title: "Answer the question" };

export default async function AnswerApplicationPage({ searchParams }: PageProps<"/apply/answer">) {
  const { token } = await searchParams;
  if (!(await linkHolds(token, "application_answer"))) return <LinkEnded />;
  return (
    <AuthShell
      title="Answer the question"
      description="The question stands in the mail with this link. You can answer once."
    >
      <LinkForm action={answer} token={String(token)} button="Send the answer" asks="Your answer" />
    </AuthShell>
  );
}
