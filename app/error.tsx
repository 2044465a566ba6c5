"use client";

import { AuthShell } from "@/components/shell/auth-shell";
import { Button, LinkButton } from "@/components/ui/button";

/** Before the number in a fault that passes by itself: `Unavailable` of lib/errors.ts. */
const passing = "unavailable";

const texts = {
  failed: {
    title: "This page could not be shown",
    description:
      "Something failed on our side. If you were changing something, check whether it took effect before you do it again. If it keeps failing, tell your administrator the number below.",
  },
  unavailable: {
    title: "The portal cannot answer just now",
    description:
      "Its database is away or busy, which mostly passes within a minute. Nothing that was confirmed is lost. If it lasts, tell your administrator the number below.",
  },
};

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const [kind, id] = error.digest?.split(" ") ?? [];
  const number = kind === passing ? id : error.digest;
  return (
    <AuthShell {...(kind === passing ? texts.unavailable : texts.failed)}>
      {number ? (
        <p className="border-line bg-sunken rounded-md border px-3 py-2">
          <span className="text-muted text-xs">Error number</span> <code className="text-ink">{number}</code>
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
