/** What a form shows after it was sent: what is wrong, what was typed, or what was done. */
export type FormState = {
  /** By field name. */
  errors?: Record<string, string>;
  /** What is wrong with the whole. */
  message?: string;
  /** What was typed, by field name. */
  values?: Record<string, string>;
  /** What was done. */
  notice?: string;
};

/** What `action()` makes: an action for `<ActionForm action={…}>`. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
