import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { Missing } from "@/components/ui/definition-list";
import type { Column } from "./header-cell";

/** What a cell says, as plain data: a long list draws such cells for a fraction of what elements cost. */
export type Words = {
  text: string;
  /** On hover: the exact amount. Of a narrow column the text itself, since it may be cut off. */
  title?: string;
  /** Makes it a badge. */
  tone?: Tone;
  href?: string;
  /** What the link is called where its text alone says too little. */
  label?: string;
  /** Attributes of the link, which a leaf of the page listens for. */
  data?: Record<`data-${string}`, string>;
  muted?: boolean;
  /** Only read out, after the text. */
  spoken?: string;
};
export type Cell = ReactNode | Words | { missing: string };
export type Row = { key: string; href?: string; cells: Record<string, Cell> };

/** Boxes that put rows into a form of the page: its id, and what the boxes are called in it. */
export type Ticks = { form: string; name: string };

type BodyRowsProps = { rows: readonly Row[]; columns: readonly Column[]; ticks?: Ticks };

/** One line, one link: it starts in the first cell and covers the row. */
export function BodyRows({ rows, columns, ticks }: BodyRowsProps) {
  const [first, ...others] = columns;
  return rows.map((row) => (
    <tr key={row.key}>
      <th scope="row">
        {ticks ? <Tick {...ticks} value={row.key} label={row.cells[first?.key ?? ""]} /> : null}
        {row.href ? (
          <a href={row.href} className="row-link">
            {drawn(row.cells[first?.key ?? ""])}
          </a>
        ) : (
          drawn(row.cells[first?.key ?? ""])
        )}
      </th>
      {others.map((column) => (
        <DataCell key={column.key} column={column} cell={row.cells[column.key]} />
      ))}
    </tr>
  ));
}

function Tick({ form, name, value, label }: Ticks & { value: string; label: Cell }) {
  return (
    <input
      type="checkbox"
      form={form}
      name={name}
      value={value}
      aria-label={`Choose ${textOf(label)}`}
      className="tick"
    />
  );
}

/** Sums of the filter under their columns. */
export function TotalsRow({ totals, columns }: { totals: Record<string, Cell>; columns: readonly Column[] }) {
  return (
    <tfoot>
      <tr>
        {columns.map((column) => (
          <DataCell key={column.key} column={column} cell={totals[column.key]} />
        ))}
      </tr>
    </tfoot>
  );
}

function DataCell({ column, cell }: { column: Column; cell: Cell }) {
  const words = isWords(cell) ? cell : undefined;
  const look = cx(column.align === "right" && "number", column.narrow && "narrow", words?.muted && "text-muted");
  return (
    <td className={look || undefined} title={words?.title ?? (column.narrow ? textOf(cell) : undefined)}>
      {drawn(cell)}
    </td>
  );
}

function drawn(cell: Cell): ReactNode {
  if (isMissing(cell)) return <Missing reason={cell.missing} />;
  if (!isWords(cell)) return cell;
  if (cell.href)
    return (
      <a
        href={cell.href}
        aria-label={cell.label}
        title={cell.label}
        className={cell.tone ? `above-row badge ${cell.tone}` : "above-row"}
        {...cell.data}
      >
        {cell.text}
      </a>
    );
  if (cell.tone) return <Badge tone={cell.tone}>{cell.text}</Badge>;
  if (!cell.spoken) return cell.text;
  return (
    <>
      {cell.text}
      <span className="sr-only">{cell.spoken}</span>
    </>
  );
}

const textOf = (cell: Cell) => (isWords(cell) ? cell.text : typeof cell === "string" ? cell : undefined);
const isWords = (cell: Cell): cell is Words => typeof (cell as Words | null)?.text === "string";
const isMissing = (cell: Cell): cell is { missing: string } =>
  typeof (cell as { missing: string } | null)?.missing === "string";
