import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";
import { TextLink } from "@/components/ui/text-link";

export const metadata: Metadata = { title: "Check your mail" };

export default function ApplicationSentPage() {
  return (
    <AuthShell
      title="Check your mail"
      description="We sent a link to the address you entered. Open it and press the button: your application reaches us only then. The link works once, for a day."
    >
      <p>Nothing there after two minutes? Look among the spam, or check the address.</p>
      <p>
        <TextLink href="/apply">Back to the form</TextLink>
      </p>
    </AuthShell>
  );
}
