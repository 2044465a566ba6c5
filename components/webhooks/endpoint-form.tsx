import { ActionButton, ActionCheckbox, ActionForm, ActionInput } from "@/components/ui/action-form";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { webhookKindNames, webhookKinds } from "@/lib/webhooks/events";

/** Where to tell, and of what. */
export function EndpointForm({ add }: { add: FormAction }) {
  return (
    <ActionForm action={add} failed="The endpoint was not added.">
      <ActionInput
        name="url"
        label="Address"
        type="url"
        placeholder="https://example.com/hooks"
        help="On the public internet, with https. Redirects are not followed."
      />
      <fieldset className="space-y-2">
        <legend className="text-ink mb-1 font-medium">Events</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {webhookKindNames.map((kind) => (
            <ActionCheckbox key={kind} name="kinds" id={`kind-${kind}`} value={kind} label={webhookKinds[kind].label} />
          ))}
        </div>
      </fieldset>
      <FormActions>
        <ActionButton variant="primary">Add the endpoint</ActionButton>
      </FormActions>
    </ActionForm>
  );
}
