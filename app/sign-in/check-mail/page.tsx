import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";
import { TextLink } from "@/components/ui/text-link";

export const metadata: Metadata = { title: "Check your mail" };

export default function CheckMailPage() {
  return (
    <AuthShell
      title="Check your mail"
      description="If the address belongs to someone who may use this portal, a sign-in link is on its way. It works once, for 10 minutes, best in this browser."
      footer="Partner people are invited by their own company's admin or by their channel manager."
    >
      <p>
        Nothing there after two minutes? Look among the spam, or check that you were invited with exactly that address.
      </p>
      <p>
        <TextLink href="/sign-in">Try again</TextLink>
      </p>
    </AuthShell>
  );
}
