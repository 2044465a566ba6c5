import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";

export const metadata: Metadata = { title: "Thank you" };

export default function ApplicationDonePage() {
  return (
    <AuthShell
      title="Thank you"
      description="Your application is with us. A person reads it within five days; what comes of it, and why, reaches you by mail."
    >
      <p>There is nothing else to do. You may close this page.</p>
    </AuthShell>
  );
}
