import type { Metadata } from "next";
import { ApplicationForm } from "@/components/applications/application-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { TextLink } from "@/components/ui/text-link";
import { stampForm } from "@/lib/auth/form-stamp";
import { countries } from "@/lib/deals/matching/country";
import { apply } from "./actions";

export const metadata: Metadata = { title: "Become a partner" };

/** Open to everybody. Rendered for each visit: the form carries when it was drawn. */
export default async function ApplyPage({ searchParams }: PageProps<"/apply">) {
  await searchParams;
  return (
    <AuthShell
      title="Become a partner"
      description="Tell us about your company. You get a mail to confirm your address; then a person reads the application, within five days."
      footer={
        <>
          A partner already? <TextLink href="/sign-in">Sign in</TextLink>
        </>
      }
    >
      <ApplicationForm
        action={apply}
        stamp={stampForm(new Date())}
        countries={countries.map(({ name }) => ({ value: name, label: name }))}
      />
    </AuthShell>
  );
}
