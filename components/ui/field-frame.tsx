import type { ReactNode } from "react";
import { cx } from "./class-names";

export type FieldProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  optional?: boolean;
  id?: string;
};

/** Label above, control, help and error under it. The control must carry `controlProps(field)`. */
export function Field({ children, className, ...field }: FieldProps & { children: ReactNode; className?: string }) {
  const id = fieldId(field);
  return (
    <div className={cx("max-w-[40rem]", className)}>
      <label htmlFor={id} className="text-ink mb-1.5 block font-medium">
        {field.label}
        {field.optional ? <span className="text-muted font-normal"> (optional)</span> : null}
      </label>
      {children}
      <FieldNotes {...field} />
    </div>
  );
}

/** The attributes that tie a control to its label, help and error. */
export function controlProps(field: FieldProps) {
  const id = fieldId(field);
  const notes = [field.error && `${id}-error`, field.help && `${id}-help`].filter(Boolean).join(" ");
  return {
    id,
    name: field.name,
    "aria-invalid": field.error ? true : undefined,
    "aria-describedby": notes || undefined,
  };
}

/** Error first, then help, as the control names them. */
export function FieldNotes(field: FieldProps) {
  const id = fieldId(field);
  return (
    <>
      {field.error ? (
        <p id={`${id}-error`} className="text-bad mt-1.5 text-xs font-medium">
          {field.error}
        </p>
      ) : null}
      {field.help ? (
        <p id={`${id}-help`} className="text-muted mt-1.5 text-xs text-pretty">
          {field.help}
        </p>
      ) : null}
    </>
  );
}

export function fieldId(field: { name: string; id?: string }) {
  return field.id ?? `field-${field.name}`;
}
