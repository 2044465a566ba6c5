"use client";

import { AuthShell } from "@/components/shell/auth-shell";
import { Button, LinkButton } from "@/components/ui/button";

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <AuthShell
      title="This page could not be shown"
      description="Something failed on our side. If you were changing something, check whether it took effect before you do it again. If it keeps failing, tell your administrator the number below."
    >
      {error.digest ? (
        <p className="border-line bg-sunken rounded-md border px-3 py-2">
          <span className="text-muted text-xs">Error number</span> <code className="text-ink">{error.digest}</code>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="button" variant="primary" onClick={() => retry()}>
          Try again
        </Button>
        <LinkButton href="/">Go to your start page</LinkButton>
      </div>
    </AuthShell>
  );
}
