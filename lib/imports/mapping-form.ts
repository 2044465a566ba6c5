import type { Mapping } from "./mapping";

/** The formats that the mapping screen offers by choice; others can be written in the JSON. */
export const formatChoices = {
  delimiter: [
    { value: ",", label: "Comma" },
    { value: ";", label: "Semicolon" },
    { value: "\t", label: "Tab" },
    { value: "|", label: "Vertical bar" },
  ],
  encoding: [
    { value: "utf-8", label: "UTF-8" },
    { value: "utf-16le", label: "UTF-16, little endian" },
    { value: "utf-16be", label: "UTF-16, big endian" },
    { value: "windows-1252", label: "Windows-1252" },
    { value: "iso-8859-1", label: "ISO-8859-1" },
  ],
  date: [
    "yyyy-MM-dd",
    "yyyy-MM-dd HH:mm:ss",
    "M/d/yyyy",
    "MM/dd/yyyy",
    "d/M/yyyy",
    "dd/MM/yyyy",
    "dd.MM.yyyy",
    "d.M.yyyy",
    "yyyyMMdd",
    "excel",
  ].map((value) => ({ value, label: value === "excel" ? "Excel day number" : value })),
  decimal: [
    { value: ".", label: "Point: 1234.50" },
    { value: ",", label: "Comma: 1234,50" },
  ],
  grouping: [
    { value: ",", label: "Comma: 1,234" },
    { value: ".", label: "Point: 1.234" },
    { value: " ", label: "Space: 1 234" },
    { value: "'", label: "Apostrophe: 1'234" },
  ],
} as const;

export type FormatPart = keyof typeof formatChoices;
export const formatParts = Object.keys(formatChoices) as FormatPart[];
export const formatLabels: Record<FormatPart, string> = {
  delimiter: "Between cells",
  encoding: "Encoding",
  date: "Dates",
  decimal: "Decimal mark",
  grouping: "Thousands mark",
};

/** How many more rows than a value map has the screen offers. */
export const spareRows = 3;

/** The mapping with the value maps and formats of the screen's fields, still to be validated. Pairs without a source value go. */
export function withParts(mapping: Mapping, fields: Record<string, unknown>): unknown {
  const text = (name: string) => (typeof fields[name] === "string" ? (fields[name] as string) : undefined);
  const valueMaps = Object.fromEntries(
    Object.entries(mapping.valueMaps ?? {}).map(([name, map]) => {
      const rows = Array.from({ length: Object.keys(map).length + spareRows }, (_, row) => [
        text(`map.${name}.${row}.from`)?.trim() ?? "",
        text(`map.${name}.${row}.to`)?.trim() ?? "",
      ]);
      return [name, Object.fromEntries(rows.filter(([from]) => from !== ""))];
    }),
  );
  const files = Object.fromEntries(
    Object.entries(mapping.files).map(([name, file]) => {
      const format: Record<string, unknown> = { ...file.format };
      for (const part of formatParts) {
        const chosen = text(`format.${name}.${part}`);
        if (chosen === "") delete format[part];
        else if (chosen !== undefined) format[part] = chosen;
      }
      const { format: _, ...rest } = file;
      return [name, Object.keys(format).length > 0 ? { ...rest, format } : rest];
    }),
  );
  return { ...mapping, files, ...(mapping.valueMaps ? { valueMaps } : {}) };
}
