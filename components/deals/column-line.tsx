import { Icon } from "@/components/ui/icon";

export type ColumnChoice = { value: string; label: string; shown: boolean };

type ColumnLineProps = {
  column: ColumnChoice;
  first: boolean;
  move: (by: number) => void;
  choose: (shown: boolean) => void;
};

/** A column that may be shown, and the buttons that move it; the first one always stands where it is. */
export function ColumnLine({ column, first, move, choose }: ColumnLineProps) {
  const step = (name: "up" | "down", by: number) => (
    <button
      type="submit"
      name={name}
      value={column.value}
      title={`Move ${column.label} ${name}`}
      aria-label={`Move ${column.label} ${name}`}
      className="text-muted hover:bg-sunken hover:text-ink rounded p-1 max-lg:p-2.5"
      onClick={(event) => {
        event.preventDefault();
        move(by);
      }}
    >
      <Icon name={name === "up" ? "arrow-up" : "arrow-down"} className="size-3.5" />
    </button>
  );
  return (
    <div className="hover:bg-hover flex items-center rounded px-1.5 py-0.5">
      <label className="flex min-w-0 grow items-center gap-2 py-1">
        {first ? (
          <input type="hidden" name="columns" value={column.value} />
        ) : (
          <input
            type="checkbox"
            name="columns"
            value={column.value}
            checked={column.shown}
            onChange={({ currentTarget }) => choose(currentTarget.checked)}
            className="tick m-0"
          />
        )}
        <span className={first ? "text-muted truncate pl-6" : "truncate"}>{column.label}</span>
      </label>
      {first ? null : step("up", -1)}
      {first ? null : step("down", 1)}
    </div>
  );
}
