import type { Metadata } from "next";
import { RegistrationForm } from "@/components/registrations/registration-form";
import { PageHeader } from "@/components/ui/page-header";
import { readRegistrationForm } from "@/db/registrations/page";
import { requireViewer } from "@/lib/auth/require-viewer";
import { writeRegistration } from "../actions";

export const metadata: Metadata = { title: "Register a deal" };

export default async function NewRegistrationPage() {
  const viewer = await requireViewer("registrations.submit");
  const { choices } = await readRegistrationForm(viewer);
  return (
    <>
      <PageHeader title="Register a deal" breadcrumb={[{ label: "Registrations", href: "/registrations" }]} />
      <RegistrationForm {...choices} action={writeRegistration} values={{}} />
    </>
  );
}
