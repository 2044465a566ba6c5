import { AuthShell } from "@/components/shell/auth-shell";
import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import type { FormAction } from "@/lib/auth/form-state";

type LinkFormProps = {
  action: FormAction;
  token: string;
  button: string;
  /** What is to be written, if anything. */
  asks?: string;
};

/** The button that spends a link about an application: opening its page alone never does. */
export function LinkForm({ action, token, button, asks }: LinkFormProps) {
  return (
    <ActionForm action={action} hidden={{ token }} failed="Nothing was sent.">
      {asks ? <ActionTextarea name="text" label={asks} rows={6} maxLength={4000} /> : null}
      <ActionButton variant="primary" className="w-full">
        {button}
      </ActionButton>
    </ActionForm>
  );
}

/** In place of a link that was used or is too old. */
export function LinkEnded() {
  return (
    <AuthShell
      title="This link does not work any more"
      description="A link about an application works once and for a limited time. If you have not confirmed yours, apply again."
    >
      <LinkButton href="/apply" variant="primary" className="w-full">
        To the form
      </LinkButton>
    </AuthShell>
  );
}
