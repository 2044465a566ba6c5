import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";

type FormProps = { action: FormAction; next: string };

/** Staff: one button. */
export function SingleSignOnForm({ action, next }: FormProps) {
  return (
    <section aria-labelledby="staff" className="space-y-3">
      <h2 id="staff" className="text-ink font-medium">
        Work here?
      </h2>
      <ActionForm action={action} failed="You were not signed in." hidden={{ next }}>
        <ActionButton variant="primary" className="w-full">
          Continue with single sign-on
        </ActionButton>
      </ActionForm>
    </section>
  );
}

export function NoSingleSignOn() {
  return (
    <section aria-labelledby="staff" className="space-y-1">
      <h2 id="staff" className="text-ink font-medium">
        Work here?
      </h2>
      <p className="text-muted">Single sign-on is not set up for this portal yet. Ask its administrator.</p>
    </section>
  );
}

/** Partner people: their address. */
export function LinkRequestForm({ action, next }: FormProps) {
  return (
    <section aria-labelledby="partner" className="border-line space-y-3 border-t pt-5">
      <h2 id="partner" className="text-ink font-medium">
        Partner?
      </h2>
      <ActionForm action={action} failed="No link was sent." hidden={{ next }}>
        <ActionInput
          name="email"
          type="email"
          label="Your work e-mail"
          autoComplete="email"
          help="We send a link that signs you in once. There is no password."
        />
        <ActionButton className="w-full">E-mail me a sign-in link</ActionButton>
      </ActionForm>
    </section>
  );
}
