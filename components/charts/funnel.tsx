import { TextLink } from "@/components/ui/text-link";

export type FunnelStep = {
  key: string;
  label: string;
  value: number;
  text: string;
  /** What became of the step before: "63.2 % of qualified". */
  conversion?: string;
  detail?: string;
  href?: string;
};

/** Steps from first to last, centred bars from zero, with the share that goes on between them. */
export function Funnel({ label, steps }: { label: string; steps: readonly FunnelStep[] }) {
  const most = Math.max(...steps.map((step) => step.value), 0) || 1;
  return (
    <ol aria-label={label} className="space-y-1">
      {steps.map((step) => {
        const width = Math.round((Math.max(step.value, 0) / most) * 1000) / 10;
        return (
          <li key={step.key}>
            {step.conversion ? <p className="text-muted py-1 pl-[8.5rem] text-xs max-sm:pl-0">↓ {step.conversion}</p> : null}
            <div className="grid grid-cols-[8rem_1fr] items-center gap-x-2 sm:grid-cols-[8rem_1fr_8rem]">
              <span className="text-ink truncate" title={step.label}>
                {step.href ? <TextLink href={step.href}>{step.label}</TextLink> : step.label}
              </span>
              <span className="text-right sm:order-last">
                <span className="text-ink font-medium">{step.text}</span>
                {step.detail ? <span className="text-muted block text-xs">{step.detail}</span> : null}
              </span>
              <svg width="100%" height="28" aria-hidden="true" className="max-sm:col-span-2">
                <rect width="100%" height="28" rx="4" className="fill-sunken" />
                <rect width={`${width}%`} height="28" rx="4" className="fill-bar" />
              </svg>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
