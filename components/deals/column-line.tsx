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
      aria-label={`Move ${column.label} ${name}`}
      onClick={(event) => {
        event.preventDefault();
        move(by);
      }}
    >
      {name === "up" ? "↑" : "↓"}
    </button>
  );
  return (
    <div className="column-line">
      <label>
        {first ? (
          <input type="hidden" name="columns" value={column.value} />
        ) : (
          <input
            type="checkbox"
            name="columns"
            value={column.value}
            checked={column.shown}
            onChange={({ currentTarget }) => choose(currentTarget.checked)}
          />
        )}
        <span>{column.label}</span>
      </label>
      {first ? null : step("up", -1)}
      {first ? null : step("down", 1)}
    </div>
  );
}
