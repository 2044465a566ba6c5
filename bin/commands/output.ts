/** Prints one JSON value, or what a person wants to read. */
export function print(json: boolean | undefined, value: unknown, text: string): void {
  const exact = (_key: string, field: unknown) => (typeof field === "bigint" ? field.toString() : field);
  console.log(json ? JSON.stringify(value, exact, 2) : text);
}

/** Rows as aligned columns under their headings. */
export function table(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
