import type { ComponentProps } from "react";
import type { FormAction } from "@/lib/auth/form-state";
import type { DealAddress } from "@/lib/deals/address";
import type { DealColumn } from "@/lib/deals/columns";
import type { Stage } from "@/lib/deals/stage-moves";
import type { Option } from "@/lib/lists/links";
import { AssignBar, assignTicks } from "./assign-bar";
import { DealTable } from "./deal-table";
import { MoveDialog } from "./move-dialog";
import { ShownDeals } from "./shown-deals";

type DealPipelineProps = {
  list: Pick<ComponentProps<typeof DealTable>, "rows" | "totals" | "previous" | "next">;
  /** In place of the table. */
  shown: ComponentProps<typeof ShownDeals>["shown"] | null;
  stages: readonly Stage[];
  /** Whom deals may be given to, for those who may give them. */
  owners: readonly Option[] | null;
  address: DealAddress;
  columns: readonly DealColumn[];
  dense: boolean;
  currency: string;
  kind: "staff" | "partner";
  moves: boolean;
  actions: { move: FormAction; assign: FormAction };
};

/** The deals of the filter as they are asked for, and what can be done with them where they stand. */
export function DealPipeline(props: DealPipelineProps) {
  const { list, shown, stages, owners, address, columns, dense, currency, kind, moves, actions } = props;
  const shared = { address, currency, moves };
  return (
    <>
      {moves ? <MoveDialog stages={stages} action={actions.move} /> : null}
      {shown ? (
        <ShownDeals {...shared} shown={shown} stages={stages} totals={list.totals} kind={kind} />
      ) : (
        <div className="with-ticks">
          <DealTable
            {...shared}
            {...list}
            columns={columns}
            dense={dense}
            staff={kind === "staff"}
            ticks={owners ? assignTicks : undefined}
          />
          {owners ? <AssignBar owners={owners} action={actions.assign} /> : null}
        </div>
      )}
    </>
  );
}
