import { cx } from "@/components/ui/class-names";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import { engagementLevels } from "@/lib/metrics/engagement";
import { type SegmentAddress, segmentsHref } from "@/lib/segments/address";
import type { SegmentView } from "@/lib/segments/view";

/** How many partners are of each level of engagement; a level lists its partners with the parts of their score. */
export function EngagementLevels({ view, address }: { view: SegmentView; address: SegmentAddress }) {
  return (
    <div className="border-line bg-surface shadow-card flex flex-wrap items-baseline gap-x-6 gap-y-2 rounded-lg border px-4 py-3">
      <p className="text-ink font-medium">
        <TextLink href="/metrics/engagement_score" quiet>
          Engagement
        </TextLink>
      </p>
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {view.levels.map(({ key, count }) => {
          const chosen = address.set === key;
          return (
            <li key={key}>
              <a
                href={`${segmentsHref(address, { set: chosen ? "" : key, page: 1, view: "" })}#partners`}
                aria-current={chosen ? "true" : undefined}
                title={engagementLevels[key].meaning}
                className={cx("hover:underline", chosen ? "text-accent font-medium" : "text-body")}
              >
                {engagementLevels[key].label}{" "}
                <span className="text-ink font-semibold tabular-nums">{formatCount(count)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
