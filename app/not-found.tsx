import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";
import { LinkButton } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <AuthShell
      title="There is nothing here"
      description="The address may be mistyped, what it led to may have been removed, or it is not yours to see. If someone sent you this link, ask them whether you should have access."
    >
      <LinkButton href="/" variant="primary">
        Go to your start page
      </LinkButton>
    </AuthShell>
  );
}
