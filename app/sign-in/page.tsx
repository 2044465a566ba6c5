import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/shell/auth-shell";
import { LinkRequestForm, NoSingleSignOn, SingleSignOnForm } from "@/components/sign-in/sign-in-forms";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { localPath } from "@/lib/auth/local-path";
import { currentViewer } from "@/lib/auth/require-viewer";
import { ssoSettings } from "@/lib/auth/sso-settings";
import { requestLink, startSingleSignOn } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

const problems: Record<string, string> = {
  address:
    "Your single sign-on account has no verified address of this company, or the address belongs to another account.",
  "no-role": "Your single sign-on account is in no group that may use this portal. Ask your administrator for access.",
  disabled: "Your access to this portal was ended. Ask your administrator if that is a mistake.",
  failed:
    "The single sign-on provider did not confirm who you are. Try again; if it keeps failing, tell your administrator.",
};

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, problem, error } = await searchParams;
  const path = localPath(next);
  if (await currentViewer()) redirect(path);
  const trouble = problems[String(problem)] ?? (error ? problems.failed : undefined);
  return (
    <AuthShell
      title="Sign in"
      description="The partner portal, for the program's team and its partners."
      footer={
        <>
          Not a partner yet? <TextLink href="/apply">Apply to become one</TextLink>
        </>
      }
    >
      {trouble ? (
        <Callout tone="bad" title="You were not signed in" live>
          {trouble}
        </Callout>
      ) : null}
      {ssoSettings() ? <SingleSignOnForm action={startSingleSignOn} next={path} /> : <NoSingleSignOn />}
      <LinkRequestForm action={requestLink} next={path} />
    </AuthShell>
  );
}
