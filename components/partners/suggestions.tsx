import { TextLink } from "@/components/ui/text-link";
import { partnerViews } from "@/lib/partners/filter";

/** Questions about partners that one click answers. */
export function Suggestions() {
  return (
    <p className="text-muted flex flex-wrap gap-x-4 gap-y-1 text-xs print:hidden">
      Questions worth a look:
      {partnerViews.map((view) => (
        <TextLink key={view.href} href={view.href}>
          {view.label}
        </TextLink>
      ))}
    </p>
  );
}
