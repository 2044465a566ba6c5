const office = "application/vnd.openxmlformats-officedocument";

/** What may be added, by what its content is: the endings of its name, and what people call it. */
export const fileTypes: Record<string, { endings: readonly string[]; says: string }> = {
  "application/pdf": { endings: ["pdf"], says: "PDF" },
  "image/png": { endings: ["png"], says: "PNG" },
  "image/jpeg": { endings: ["jpg", "jpeg"], says: "JPEG" },
  [`${office}.wordprocessingml.document`]: { endings: ["docx"], says: "Word" },
  [`${office}.spreadsheetml.sheet`]: { endings: ["xlsx"], says: "Excel" },
  [`${office}.presentationml.presentation`]: { endings: ["pptx"], says: "PowerPoint" },
  "text/csv": { endings: ["csv"], says: "CSV" },
  "text/plain": { endings: ["txt"], says: "Text" },
};

/** For the choice of a file in a browser. */
export const acceptedEndings = Object.values(fileTypes)
  .flatMap(({ endings }) => endings.map((ending) => `.${ending}`))
  .join(",");

export const typeSays = (type: string): string => fileTypes[type]?.says ?? "File";

/** `830 bytes`, `12 kB`, `3.4 MB`, `1.2 GB`. */
export function sizeSays(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes >= 1_000_000_000) return `${Math.round(bytes / 100_000_000) / 10} GB`;
  return `${Math.round(bytes / 100_000) / 10} MB`;
}
