import { FilterMenu } from "@/components/tables/filter-menu";
import { LinkButton } from "@/components/ui/button";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import type { FormAction } from "@/lib/auth/form-state";
import { addressDefaults, columnChoices, type DealAddress, dealsHref } from "@/lib/deals/address";
import { type KeptList, mayChangeView, type OpenList, sharingsFor } from "@/lib/deals/views";
import { listHref } from "@/lib/lists/links";
import { reportHref } from "@/lib/reports/subjects";
import { ColumnMenu } from "./column-menu";
import { ListBar } from "./list-bar";
import { type ViewActions, ViewMenu } from "./view-menu";

type DealToolsProps = {
  viewer: Viewer;
  address: DealAddress;
  kept: KeptList;
  open: OpenList;
  actions: ViewActions & { arrange: FormAction };
};

/** Views, columns and files of the list as it is shown; whoever only looks keeps nothing. */
export function DealTools({ viewer, address, kept, open, actions }: DealToolsProps) {
  const mayKeep = can(viewer, "lists.keep");
  const query = dealsHref(address, { after: "", before: "" }).split("?")[1] ?? "";
  const choices = columnChoices(viewer.kind, open.columns);
  const file = (format: string) =>
    listHref(
      "/exports/deals",
      { ...address, cols: open.columns.join(), after: "", before: "", view: "", pick: "", format },
      { ...addressDefaults, format: "csv" },
    );
  return (
    <ListBar address={address} open={open} views={kept.views}>
      {address.show === "table" && can(viewer, "deals.assign") ? (
        <LinkButton href={dealsHref(address, { pick: address.pick ? "" : "yes" })} keepScroll>
          {address.pick ? "Stop selecting" : "Select"}
        </LinkButton>
      ) : null}
      {mayKeep ? (
        <ViewMenu
          views={kept.views}
          open={open.view}
          sharings={sharingsFor(viewer)}
          mayChange={mayChangeView(viewer, open.view)}
          query={query}
          actions={actions}
        />
      ) : null}
      {mayKeep && address.show === "table" ? (
        <ColumnMenu
          key={`${open.columns} ${kept.density}`}
          choices={choices}
          density={kept.density}
          query={query}
          action={actions.arrange}
          inView={open.view !== null}
        />
      ) : null}
      {can(viewer, "reports.schedule") ? (
        <LinkButton href={reportHref("deals", query)} icon="mail">
          Send me this
        </LinkButton>
      ) : null}
      <FilterMenu label="Export" alignEnd>
        <div className="flex flex-col gap-2">
          <p className="text-muted text-xs">Every deal of this filter, in this order, with these columns.</p>
          <LinkButton href={file("csv")} icon="download" download>
            CSV
          </LinkButton>
          <LinkButton href={file("xlsx")} icon="download" download>
            Excel (XLSX)
          </LinkButton>
        </div>
      </FilterMenu>
    </ListBar>
  );
}
