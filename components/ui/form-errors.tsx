import { Icon } from "./icon";

type FormErrorsProps = {
  /** What did not happen: "The partner was not created." */
  title: string;
  errors: { field?: string; message: string }[];
};

/** What is wrong, at the top of a form, each as a link to its field (by field name, or by "#id"). */
export function FormErrors({ title, errors }: FormErrorsProps) {
  if (errors.length === 0) return null;
  return (
    <div
      role="alert"
      tabIndex={-1}
      className="border-bad/30 bg-bad-soft flex max-w-[40rem] gap-3 rounded-lg border px-4 py-3"
    >
      <Icon name="circle-alert" className="text-bad mt-0.5 size-4" />
      <div>
        <p className="text-ink font-medium">{title}</p>
        <ul className="mt-1 space-y-0.5">
          {errors.map(({ field, message }) => (
            <li key={`${field}:${message}`} className="text-body">
              {field ? (
                <a
                  href={field.startsWith("#") ? field : `#field-${field}`}
                  className="text-bad underline underline-offset-2"
                >
                  {message}
                </a>
              ) : (
                message
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
