import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { arrangeDeals, dropView, keepView, renewView } from "@/app/(portal)/deals/actions";
import { assignTicked, moveToStage } from "@/app/(staff)/deals/actions";
import { DealFilters } from "@/components/deals/deal-filters";
import { DealPipeline } from "@/components/deals/deal-pipeline";
import { DealTools } from "@/components/deals/deal-tools";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { readDealsPage } from "@/db/deals/list-page";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { addressDefaults, dealAddress, dealsHref } from "@/lib/deals/address";
import { dealChoices, rangeFields } from "@/lib/deals/choices";
import { firstView, openList, viewHref } from "@/lib/deals/views";
import { stateOf } from "@/lib/deals/words";
import { chipsOf } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deals" };

const views = { arrange: arrangeDeals, save: keepView, change: renewView, remove: dropView };
const deals = { move: moveToStage, assign: assignTicked };

export default async function DealsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("deals.read");
  const asked = await searchParams;
  const address = dealAddress.parse(asked);
  if (hasEmpty(asked)) redirect(dealsHref(address));
  const { program, list, words, kept, shown, owners } = await readDealsPage(viewer, address);
  const first = Object.keys(asked).length === 0 ? firstView(viewer, kept) : null;
  if (first) redirect(viewHref(first));
  const open = openList(viewer, address, kept);
  const currency = program.reportingCurrency;
  const choices = dealChoices(viewer, words);
  const fields = [...rangeFields(viewer, address), ...choices.many, ...choices.one];
  const clearHref = dealsHref({ show: address.show, group: address.group }, { view: "none" });
  return (
    <>
      <PageHeader title="Deals" state={stateOf(list.totals, currency, program.timeZone)} />
      <DealFilters address={address} choices={choices} currency={currency} />
      <Chips items={chipsOf("/deals", address, addressDefaults, fields)} clearHref={clearHref} />
      <DealTools viewer={viewer} address={address} kept={kept} open={open} actions={views} />
      <DealPipeline
        {...{ list, shown, owners, address, currency }}
        stages={words.stages}
        columns={open.columns}
        dense={kept.density === "dense"}
        kind={viewer.kind}
        moves={can(viewer, "deals.move")}
        actions={deals}
      />
    </>
  );
}
