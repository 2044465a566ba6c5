import type { Viewer } from "@/lib/access/viewer";
import type { DealSort } from "./filter";

type Column = {
  label: string;
  /** Whose list has it; without it both. */
  of?: Viewer["kind"];
  /** An index holds this order; a column without one cannot be sorted by. */
  sort?: { by: DealSort; startsWith: "asc" | "desc" };
  align?: "right";
  narrow?: true;
  title?: string;
};

const up = (by: DealSort) => ({ by, startsWith: "asc" }) as const;
const down = (by: DealSort) => ({ by, startsWith: "desc" }) as const;

/** Every column that the list of deals may show. The name always stands first. */
export const dealColumns = {
  name: { label: "Deal", sort: up("name") },
  account: { label: "Account", narrow: true, sort: up("account") },
  industry: { label: "Industry", narrow: true, title: "Not sorted by: choose industries in the filter" },
  partner: {
    label: "Partner",
    of: "staff",
    narrow: true,
    title: "The partner that sourced the deal",
    sort: up("partner"),
  },
  role: { label: "Your role", of: "partner" },
  stage: { label: "Stage", sort: up("stage") },
  outcome: { label: "Outcome", sort: up("outcome") },
  opened: { label: "Opened", align: "right", sort: down("opened") },
  closes: {
    label: "Closes",
    align: "right",
    title: "The day it was closed; grey: the day it is expected to close",
    sort: down("closes"),
  },
  closed: { label: "Closed", align: "right", sort: down("closed") },
  expected: { label: "Expected to close", align: "right", sort: down("expected") },
  amount: { label: "Amount", align: "right", sort: down("amount") },
  reported: { label: "Amount in the reporting currency", align: "right", sort: down("amount") },
  owner: { label: "Owner", narrow: true, sort: up("owner") },
} as const satisfies Record<string, Column>;

export type DealColumn = keyof typeof dealColumns;

export const columnOf = (key: DealColumn): Column => dealColumns[key];

const isColumn = (key: string): key is DealColumn => Object.hasOwn(dealColumns, key);

/** The columns that the viewer's side may choose from. */
export const columnsFor = (kind: Viewer["kind"]): DealColumn[] =>
  (Object.keys(dealColumns) as DealColumn[]).filter((key) => (columnOf(key).of ?? kind) === kind);

const usual = ["name", "account", "partner", "role", "stage", "opened", "closes", "amount"];

/** The columns asked for that exist for the viewer's side, each once, the name first; without any the usual ones. */
export function chosenColumns(kind: Viewer["kind"], asked: readonly string[] | null | undefined): DealColumn[] {
  const mine = columnsFor(kind);
  const known = [...new Set(asked ?? [])].filter((key): key is DealColumn => isColumn(key) && mine.includes(key));
  const some = known.length > 0 ? known : mine.filter((key) => usual.includes(key));
  return ["name", ...some.filter((key) => key !== "name")];
}

/** The same columns with one of them a place further up or down; the name stays first. */
export function movedColumn(columns: readonly DealColumn[], key: string, by: 1 | -1): DealColumn[] {
  const from = columns.indexOf(key as DealColumn);
  const to = from + by;
  if (from < 1 || to < 1 || to >= columns.length) return [...columns];
  const moved = [...columns];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}
