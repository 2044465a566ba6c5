import type { Metadata } from "next";
import { LinkEnded, LinkForm } from "@/components/applications/link-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { linkHolds } from "@/lib/auth/application-link";
import { confirm } from "../actions";

export const metadata: Metadata = { title: "Confirm your application" };

export default async function ConfirmApplicationPage({ searchParams }: PageProps<"/apply/confirm">) {
  const { token } = await searchParams;
  if (!(await linkHolds(token, "application"))) return <LinkEnded />;
  return (
    <AuthShell
      title="Confirm your application"
      description="Press the button if you applied to become a partner. If you did not, close this page: nothing happens."
    >
      <LinkForm action={confirm} token={String(token)} button="Yes, I applied" />
    </AuthShell>
  );
}
