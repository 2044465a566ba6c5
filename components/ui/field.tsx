import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { cx } from "./class-names";
import { controlProps, Field, FieldNotes, type FieldProps, fieldId } from "./field-frame";

const CONTROL = cx(
  "bg-surface border-control text-ink w-full rounded-md border px-3 max-lg:text-base",
  "placeholder:text-muted disabled:bg-sunken disabled:text-muted",
  "aria-invalid:border-bad aria-invalid:ring-bad aria-invalid:ring-1",
);

type Control<Attributes> = FieldProps & Omit<Attributes, "name" | "id"> & { fieldClassName?: string };

export function Input(props: Control<InputHTMLAttributes<HTMLInputElement>>) {
  const [field, { className, ...rest }] = splitField(props);
  return (
    <Field {...field} className={props.fieldClassName}>
      <input type="text" {...rest} {...controlProps(field)} className={cx(CONTROL, "h-9 max-lg:h-11", className)} />
    </Field>
  );
}

/** A calendar date, yyyy-mm-dd, by the browser's own picker. */
export function DateInput(props: Control<InputHTMLAttributes<HTMLInputElement>>) {
  return <Input {...props} type="date" className={cx("max-w-48", props.className)} />;
}

type SelectProps = Control<SelectHTMLAttributes<HTMLSelectElement>> & {
  options: readonly { value: string; label: string; disabled?: boolean }[];
  /** Shown first with an empty value. */
  placeholder?: string;
};

export function Select({ options, placeholder, ...props }: SelectProps) {
  const [field, { className, ...rest }] = splitField(props);
  // A form that was refused is drawn again with what was chosen; a select takes a new default only when it is new.
  return (
    <Field {...field} className={props.fieldClassName}>
      <select
        key={String(props.defaultValue)}
        {...rest}
        {...controlProps(field)}
        className={cx(CONTROL, "select-arrow pr-8 h-9 max-lg:h-11", className)}
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function Textarea(props: Control<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  const [field, { className, ...rest }] = splitField(props);
  return (
    <Field {...field} className={props.fieldClassName}>
      <textarea rows={4} {...rest} {...controlProps(field)} className={cx(CONTROL, "block py-2", className)} />
    </Field>
  );
}

export function Checkbox(props: Control<InputHTMLAttributes<HTMLInputElement>>) {
  const [field, { className, ...rest }] = splitField(props);
  const id = fieldId(field);
  return (
    <div className={cx("max-w-[40rem]", props.fieldClassName)}>
      <div className="flex gap-2.5">
        <input
          type="checkbox"
          {...rest}
          {...controlProps(field)}
          className={cx("accent-accent-solid mt-0.5 size-4 shrink-0", className)}
        />
        <label htmlFor={id} className="text-ink">
          {field.label}
        </label>
      </div>
      <div className="pl-6.5">
        <FieldNotes {...field} />
      </div>
    </div>
  );
}

/** The buttons of a form: the one that does it first. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-2">{children}</div>;
}

function splitField<Props extends FieldProps & { fieldClassName?: string }>(props: Props) {
  const { name, label, help, error, optional, id, fieldClassName: _, ...rest } = props;
  return [{ name, label, help, error, optional, id }, rest] as const;
}
