import { formatCount } from "@/lib/format";
import { defineRule } from "../rule";
import { numberOf } from "../say";

export const importFailed = defineRule({
  label: "Import failed or held",
  watches:
    "An import of the last 14 days that failed, that is held because it is unlike those before it, or that was checked and is not published for so many hours, with no later one of its source published.",
  subject: "import",
  every: "hour",
  severity: 1,
  toManager: false,
  roles: ["admin", "program_owner"],
  permission: "imports.read",
  forPartner: false,
  immediate: true,
  thresholds: {
    hours: { label: "Hours that a checked import may wait", unit: "hours", default: 24, least: 1, most: 336 },
  },
  says: (f) =>
    f.failed
      ? `The import from ${f.source} failed${f.error ? `: ${f.error}` : "."}`
      : f.held
        ? `The import from ${f.source} is held: it is unlike those before it, and waits for somebody's release.`
        : `The import from ${f.source} waits since it was checked, with ${formatCount(numberOf(f, "quarantined"))} rows in quarantine.`,
});
