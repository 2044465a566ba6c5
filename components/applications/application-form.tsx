import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";
import { optionsOf, partnerTypes } from "@/lib/partners/words";

type ApplicationFormProps = { action: FormAction; stamp: string; countries: readonly Option[] };

/** What a company says of itself. One field is there for machines alone: nobody sees it, hears it or tabs to it. */
export function ApplicationForm({ action, stamp, countries }: ApplicationFormProps) {
  return (
    <ActionForm action={action} hidden={{ stamp }} failed="The application was not sent.">
      <ActionInput name="company" label="Company" autoComplete="organization" maxLength={200} />
      <ActionInput
        name="domain"
        label="Web site"
        optional
        help="Such as example.com."
        autoComplete="url"
        maxLength={200}
      />
      <ActionSelect name="country" label="Country" options={countries} placeholder="Choose…" />
      <ActionSelect
        name="type"
        label="What kind of partner would you be?"
        options={optionsOf(partnerTypes)}
        placeholder="Choose…"
      />
      <ActionInput name="name" label="Your name" autoComplete="name" maxLength={120} />
      <ActionInput
        name="email"
        type="email"
        label="Your work e-mail"
        help="We mail a link there; it becomes your way to sign in."
        autoComplete="email"
        maxLength={254}
      />
      <ActionInput
        name="contactTitle"
        label="Your position"
        optional
        autoComplete="organization-title"
        maxLength={120}
      />
      <ActionTextarea name="sells" label="What do you sell, to whom, and how?" rows={4} maxLength={4000} />
      <ActionTextarea
        name="expects"
        label="What do you expect of working together?"
        optional
        rows={3}
        maxLength={4000}
      />
      <div aria-hidden="true" className="sr-only">
        <label htmlFor="fax">Leave this empty</label>
        <input id="fax" name="fax" type="text" tabIndex={-1} autoComplete="off" />
      </div>
      <ActionButton variant="primary" className="w-full">
        Apply
      </ActionButton>
    </ActionForm>
  );
}
