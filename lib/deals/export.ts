import { type Cell, day, number, text } from "@/lib/exports/csv";
import { decimalOfE4 } from "@/lib/money";
import { type DealColumn, dealColumns } from "./columns";
import { dealRoles, outcomes } from "./words";

type Row = {
  name: string;
  account: string | null;
  industry: string | null;
  partner?: string | null;
  role?: keyof typeof dealRoles;
  stage: string;
  outcome: keyof typeof outcomes;
  amountE4: bigint;
  currency: string;
  reportedE4: bigint | null;
  openedOn: string | null;
  closedOn: string | null;
  expectedCloseOn: string | null;
  owner: string | null;
};
type Part = [heading: string, cell: (row: Row) => Cell];

/** A column of the list as columns of a file: an amount has its currency beside it, and of two days each its own. */
function partsOf(column: DealColumn, currency: string): Part[] {
  const { label } = dealColumns[column];
  const closed: Part = ["Closed", (row) => day(row.closedOn)];
  const expected: Part = ["Expected to close", (row) => day(row.expectedCloseOn)];
  const parts: Record<DealColumn, Part[]> = {
    name: [[label, (row) => text(row.name)]],
    account: [[label, (row) => text(row.account)]],
    industry: [[label, (row) => text(row.industry)]],
    partner: [[label, (row) => text(row.partner)]],
    role: [[label, (row) => text(row.role && dealRoles[row.role])]],
    stage: [[label, (row) => text(row.stage)]],
    outcome: [[label, (row) => text(outcomes[row.outcome])]],
    opened: [[label, (row) => day(row.openedOn)]],
    closes: [closed, expected],
    closed: [closed],
    expected: [expected],
    amount: [
      [label, (row) => number(decimalOfE4(row.amountE4))],
      ["Currency", (row) => text(row.currency)],
    ],
    reported: [[`Amount (${currency})`, (row) => number(row.reportedE4 === null ? null : decimalOfE4(row.reportedE4))]],
    owner: [[label, (row) => text(row.owner)]],
  };
  return parts[column];
}

/** The heading of a file with these columns. */
export const dealHeading = (columns: readonly DealColumn[], currency: string): Cell[] =>
  columns.flatMap((column) => partsOf(column, currency)).map(([heading]) => text(heading));

/** A deal as the cells of its line. */
export const dealCells = (row: Row, columns: readonly DealColumn[]): Cell[] =>
  columns.flatMap((column) => partsOf(column, "")).map(([, cell]) => cell(row));
