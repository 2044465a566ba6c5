import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";
import { LinkConfirmation } from "@/components/sign-in/link-confirmation";
import { LinkButton } from "@/components/ui/button";
import { localPath } from "@/lib/auth/local-path";
import { readSignInLink } from "@/lib/auth/sign-in-link";

export const metadata: Metadata = { title: "Sign in", referrer: "no-referrer" };

export default async function SignInLinkPage({ searchParams }: PageProps<"/sign-in/link">) {
  const { token, next } = await searchParams;
  const link = await readSignInLink(token);
  if (!link) {
    return (
      <AuthShell
        title="This link does not work any more"
        description="A sign-in link works once, for 10 minutes, and a newer one ends it. Nothing is lost: ask for a new one."
      >
        <LinkButton href="/sign-in" variant="primary" className="w-full">
          Get a new link
        </LinkButton>
      </AuthShell>
    );
  }
  return (
    <AuthShell
      title={`Sign in as ${link.personName}`}
      description={
        <>
          {link.email}, for {link.partnerName}
        </>
      }
    >
      <LinkConfirmation {...link} token={String(token)} next={localPath(next)} />
    </AuthShell>
  );
}
