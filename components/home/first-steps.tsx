import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon, type IconName } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import type { Begun } from "@/lib/metrics/home";

export type Step = keyof Begun;
type StepsProps = { begun: Begun; may: Record<Step, boolean> };

const steps: { key: Step; icon: IconName; title: string; says: string; href: string; verb: string }[] = [
  {
    key: "partners",
    icon: "upload",
    title: "Import your partners",
    says: "From a list, or from files of your CRM. You see what would change first, and can take an import back.",
    href: "/imports",
    verb: "Import partners",
  },
  {
    key: "deals",
    icon: "briefcase-business",
    title: "Import deals",
    says: "Stages, days and amounts become figures: revenue, pipeline, win rate.",
    href: "/imports",
    verb: "Import deals",
  },
  {
    key: "colleagues",
    icon: "users",
    title: "Invite a colleague",
    says: "Channel managers see their own partners first; partner people see their own company only.",
    href: "/admin/people#invite",
    verb: "Invite",
  },
  {
    key: "tiers",
    icon: "layers",
    title: "Say what each tier asks for",
    says: "Revenue, certifications, registrations: partners see where they stand against it.",
    href: "/admin/tiers",
    verb: "Set tiers",
  },
];

/** An empty portal: what to do first. */
export function FirstSteps({ program, ...steps }: StepsProps & { program: string }) {
  return (
    <>
      <PageHeader title={program} state="There are no partners yet. Four steps fill the portal." />
      <StepList {...steps} />
      {steps.may.partners ? (
        <p className="text-muted">
          A single partner can also be{" "}
          <TextLink href="/partners/new" className="underline">
            entered by hand
          </TextLink>
          .
        </p>
      ) : null}
    </>
  );
}

/** The steps to a working portal, and which of them are done. */
export function StepList({ begun, may }: StepsProps) {
  const open = steps.find(({ key }) => may[key] && !begun[key])?.key;
  return (
    <Card flush>
      <ol className="divide-line divide-y">
        {steps.map(({ key, icon, title, says, href, verb }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4">
            <Icon
              name={begun[key] ? "circle-check" : icon}
              className={begun[key] ? "text-good size-5" : "text-muted size-5"}
            />
            <div className="min-w-0 flex-1 basis-64">
              <h2 className="text-sm font-semibold">
                {title}
                {begun[key] ? <span className="text-good ml-2 text-xs font-medium">Done</span> : null}
              </h2>
              <p className="text-muted mt-0.5 max-w-[72ch]">{says}</p>
            </div>
            {may[key] ? (
              <LinkButton href={href} variant={key === open ? "primary" : undefined}>
                {verb}
              </LinkButton>
            ) : (
              <p className="text-muted text-xs">An administrator does this.</p>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
