"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from "react";
import type { FormAction, FormState } from "@/lib/auth/form-state";
import { Button } from "./button";
import { Callout } from "./callout";
import { Checkbox, DateInput, Input, Select, Textarea } from "./field";
import { FormErrors } from "./form-errors";

const Sent = createContext<FormState & { pending?: boolean }>({});

type ActionFormProps = {
  action: FormAction;
  /** What did not happen when the form is refused: "The partner was not created." */
  failed?: string;
  /** Sent along, unseen. */
  hidden?: Record<string, string>;
  className?: string;
  id?: string;
  children: ReactNode;
};

/**
 * A form that sends a server action, with or without scripts. What is wrong stands on top and at its field when the
 * fields are the `Action…` ones of this file: they keep what was typed.
 */
export function ActionForm({
  action,
  failed = "Nothing was changed.",
  hidden,
  className,
  id,
  children,
}: ActionFormProps) {
  const refused = useRef(false);
  const [state, send, pending] = useActionState(keepingTyped(action, refused), {});
  return (
    <Sent value={{ ...state, pending }}>
      <form
        ref={useKept(refused)}
        id={id}
        action={send}
        noValidate
        aria-busy={pending}
        className={className ?? "space-y-4"}
      >
        {Object.entries(hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FormErrors title={failed} errors={problemsOf(state)} />
        {state.notice ? <Callout tone="good" title={state.notice} live /> : null}
        {children}
      </form>
    </Sent>
  );
}

export function ActionInput(props: ComponentProps<typeof Input>) {
  return <Input {...props} {...useSent(props)} />;
}

export function ActionDateInput(props: ComponentProps<typeof DateInput>) {
  return <DateInput {...props} {...useSent(props)} />;
}

export function ActionSelect(props: ComponentProps<typeof Select>) {
  return <Select {...props} {...useSent(props)} />;
}

export function ActionTextarea(props: ComponentProps<typeof Textarea>) {
  return <Textarea {...props} {...useSent(props)} />;
}

export function ActionCheckbox(props: ComponentProps<typeof Checkbox>) {
  const { errors, values } = useContext(Sent);
  const checked = values ? values[props.name] === String(props.value ?? "on") : props.defaultChecked;
  return <Checkbox {...props} defaultChecked={checked} error={errors?.[props.name] ?? props.error} />;
}

/** The button that sends the form; while it is under way a second click does nothing. */
export function ActionButton(props: ComponentProps<typeof Button>) {
  const { pending } = useContext(Sent);
  return <Button {...props} aria-disabled={pending || undefined} disabled={props.disabled || pending} />;
}

/**
 * In the browser, what fails on the way is told in the form, where what was typed stays. On the server the action is
 * itself the form's target: that is how it works without scripts.
 */
function keepingTyped(action: FormAction, refused: RefObject<boolean>): FormAction {
  if (typeof window === "undefined") return action;
  return async (state, form) => {
    try {
      const answer = await action(state, form);
      refused.current = Boolean(answer.message || answer.errors);
      return answer;
    } catch (error) {
      unstable_rethrow(error);
      refused.current = true;
      const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
      return { message: whatFailed(error), values: Object.fromEntries(texts) };
    }
  };
}

/** React empties a form that was answered; one that was refused stays as it is, with what is ticked for it elsewhere. */
function useKept(refused: RefObject<boolean>) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = form.current;
    const keep = (event: Event) => refused.current && event.preventDefault();
    element?.addEventListener("reset", keep);
    return () => element?.removeEventListener("reset", keep);
  }, [refused]);
  return form;
}

function whatFailed(error: unknown): string {
  if (unstable_isUnrecognizedActionError(error))
    return "The portal was updated since you opened this page, so nothing was changed. Copy what you typed, reload the page, and send it again.";
  const { digest } = error as { digest?: string };
  const what = digest ? `Something failed on our side (error number ${digest}).` : "The portal could not be reached.";
  return `${what} Look whether the change was made before you send it again.`;
}

function useSent(props: { name: string; error?: string; defaultValue?: unknown }) {
  const { errors, values } = useContext(Sent);
  return {
    error: errors?.[props.name] ?? props.error,
    defaultValue: values?.[props.name] ?? (props.defaultValue as string | undefined),
  };
}

function problemsOf({ errors = {}, message }: FormState) {
  const fields = Object.entries(errors).map(([field, text]) => ({ field: field || undefined, message: text }));
  return message ? [{ message }, ...fields] : fields;
}
