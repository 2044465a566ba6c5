import { type ViewActions, ViewMenu } from "@/components/deals/view-menu";
import { ListFilters } from "@/components/tables/list-filters";
import { Chips } from "@/components/ui/chips";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { type KeptView, mayChangeView, sharingsFor } from "@/lib/deals/views";
import { chipsOf } from "@/lib/lists/links";
import type { partnerChoices } from "@/lib/partners/choices";
import {
  type SegmentAddress,
  segmentDefaults,
  segmentQuery,
  segmentQuestions,
  segmentViewHref,
  sets,
} from "@/lib/segments/address";

type SegmentToolsProps = {
  viewer: Viewer;
  address: SegmentAddress;
  choices: ReturnType<typeof partnerChoices>;
  views: readonly KeptView[];
  actions: ViewActions;
};

/** The filter of the partners, the three questions, what is in force, and the views that people keep. */
export function SegmentTools({ viewer, address, choices, views, actions }: SegmentToolsProps) {
  const { many, one } = choices;
  const open = views.find(({ id }) => id === address.view) ?? null;
  const set = { name: "set", label: "Set", options: Object.entries(sets).map(([value, label]) => ({ value, label })) };
  const chips = chipsOf("/segments", address, { ...segmentDefaults }, [
    { name: "q", label: "Search" },
    ...many,
    ...one,
    set,
  ]);
  return (
    <>
      <ListFilters
        action="/segments"
        search={{ label: "Search partners", value: address.q }}
        many={many.map((choice) => ({ ...choice, chosen: address[choice.name] }))}
        one={one.map((choice) => ({ ...choice, chosen: address[choice.name] }))}
        hidden={address.set ? { set: address.set } : {}}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
        <p className="text-muted flex flex-wrap gap-x-4 gap-y-1 text-xs">
          Questions worth a look:
          {segmentQuestions.map(({ label, href }) => (
            <TextLink key={href} href={`${href}#partners`}>
              {label}
            </TextLink>
          ))}
        </p>
        {can(viewer, "lists.keep") ? (
          <ViewMenu
            views={views}
            open={open}
            sharings={sharingsFor(viewer)}
            mayChange={mayChangeView(viewer, open)}
            query={segmentQuery(address)}
            actions={actions}
            hrefOf={segmentViewHref}
          />
        ) : null}
      </div>
      <Chips items={chips} clearHref="/segments" />
    </>
  );
}
