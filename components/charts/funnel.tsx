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
    <ol aria-label={label} className="@container space-y-1">
      {steps.map((step) => {
        const width = Math.round((Math.max(step.value, 0) / most) * 1000) / 10;
        return (
          <li key={step.key}>
            {step.conversion ? <p className="text-muted py-1 text-xs @md:pl-[7.5rem]">↓ {step.conversion}</p> : null}
            <div className="grid grid-cols-2 items-end @md:items-center gap-x-2 gap-y-1 @md:grid-cols-[7rem_1fr_6.5rem]">
              <span className="text-ink truncate" title={step.label}>
                {step.href ? <TextLink href={step.href}>{step.label}</TextLink> : step.label}
              </span>
              <span className="text-right @md:order-last">
                <span className="text-ink font-medium">{step.text}</span>
                {step.detail ? <span className="text-muted block text-xs">{step.detail}</span> : null}
              </span>
              <svg width="100%" height="20" aria-hidden="true" className="col-span-2 @md:col-span-1">
                <rect width="100%" height="20" rx="4" className="fill-sunken" />
                <rect width={`${width}%`} height="20" rx="4" className="fill-bar" />
              </svg>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
