import type { ComponentProps } from "react";
import type { Grouping } from "@/lib/deals/address";
import { DealBoard } from "./deal-board";
import { DealFunnel } from "./deal-funnel";
import { DealSums } from "./deal-sums";

type Board = Pick<ComponentProps<typeof DealBoard>, "cards" | "sums">;
type Shown =
  | ({ show: "board" } & Board)
  | { show: "funnel"; funnel: ComponentProps<typeof DealFunnel>["funnel"] }
  | { show: "sums"; group: Grouping; sums: ComponentProps<typeof DealSums>["sums"] };

type ShownDealsProps = Omit<ComponentProps<typeof DealBoard>, "cards" | "sums"> &
  Pick<ComponentProps<typeof DealSums>, "totals" | "kind"> & { shown: Shown };

/** The filter's deals in another shape than the table. */
export function ShownDeals({ shown, stages, address, currency, moves, totals, kind }: ShownDealsProps) {
  if (shown.show === "funnel") return <DealFunnel funnel={shown.funnel} />;
  if (shown.show === "sums")
    return (
      <DealSums
        sums={shown.sums}
        totals={totals}
        group={shown.group}
        address={address}
        currency={currency}
        kind={kind}
      />
    );
  return (
    <DealBoard
      stages={stages}
      cards={shown.cards}
      sums={shown.sums}
      address={address}
      currency={currency}
      moves={moves}
    />
  );
}
