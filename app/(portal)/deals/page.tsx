import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { arrangeDeals, dropView, keepView, renewView } from "@/app/(portal)/deals/actions";
import { assignTicked, moveToStage } from "@/app/(staff)/deals/actions";
import { AssignBar, assignTicks } from "@/components/deals/assign-bar";
import { DealFilters } from "@/components/deals/deal-filters";
import { DealTable } from "@/components/deals/deal-table";
import { DealTools } from "@/components/deals/deal-tools";
import { MoveDialog } from "@/components/deals/move-dialog";
import { ShownDeals } from "@/components/deals/shown-deals";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { readDealsPage } from "@/db/deals/list-page";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { addressDefaults, dealAddress, dealsHref } from "@/lib/deals/address";
import { dealChoices, rangeFields } from "@/lib/deals/choices";
import { firstView, mayChangeView, openList, sharingsFor, viewHref } from "@/lib/deals/views";
import { formatCount } from "@/lib/format";
import { chipsOf } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deals" };

export default async function DealsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("deals.read");
  const asked = await searchParams;
  const address = dealAddress.parse(asked);
  if (hasEmpty(asked)) redirect(dealsHref(address));
  const { program, list, words, kept, shown, owners } = await readDealsPage(viewer, address);
  const first = Object.keys(asked).length === 0 ? firstView(viewer, kept) : null;
  if (first) redirect(viewHref(first));
  const { stages } = words;
  const moves = can(viewer, "deals.move");
  const open = openList(viewer, address, kept);
  const currency = program.reportingCurrency;
  const choices = dealChoices(viewer, words);
  const fields = [...rangeFields(viewer, address), ...choices.many, ...choices.one];
  const { count, open: stillOpen, exact } = list.totals;
  return (
    <>
      <PageHeader
        title="Deals"
        state={`${exact ? `${formatCount(count)} ${count === 1 ? "deal" : "deals"}, ${formatCount(stillOpen)} open` : `At least ${formatCount(count)} deals`}. Sums in ${currency}, days in ${program.timeZone}.`}
      />
      <DealFilters address={address} choices={choices} currency={currency} />
      <Chips
        items={chipsOf("/deals", address, addressDefaults, fields)}
        clearHref={dealsHref({ show: address.show, group: address.group }, { view: "none" })}
      />
      <DealTools
        address={address}
        kept={kept}
        open={open}
        kind={viewer.kind}
        sharings={sharingsFor(viewer)}
        mayChange={mayChangeView(viewer, open.view)}
        mayKeep={can(viewer, "lists.keep")}
        actions={{ arrange: arrangeDeals, save: keepView, change: renewView, remove: dropView }}
      />
      {moves ? <MoveDialog stages={stages} action={moveToStage} /> : null}
      {shown ? (
        <ShownDeals
          shown={shown}
          stages={stages}
          address={address}
          currency={currency}
          moves={moves}
          totals={list.totals}
          kind={viewer.kind}
        />
      ) : (
        <div className="with-ticks">
          {owners ? <AssignBar owners={owners} action={assignTicked} /> : null}
          <DealTable
            {...list}
            address={address}
            columns={open.columns}
            dense={kept.density === "dense"}
            currency={currency}
            staff={viewer.kind === "staff"}
            moves={moves}
            ticks={owners ? assignTicks : undefined}
          />
        </div>
      )}
    </>
  );
}
