import { formatCount, formatPercent } from "@/lib/format";
import { defineRule } from "../rule";
import { numberOf } from "../say";

export const dataQuality = defineRule({
  label: "Data of a partner are poor",
  watches:
    "A partner whose data score less than so much, as last checked, with so many rows or more to be mended. The score is the weighted mean over the rules of data quality of the share of rows that pass.",
  subject: "partner",
  every: "day",
  severity: 3,
  toManager: true,
  roles: ["program_owner"],
  permission: "quality.read",
  forPartner: false,
  thresholds: {
    score: { label: "Score below", unit: "percent", default: 75, least: 1, most: 100 },
    rows: { label: "Rows to be mended", unit: "rows", default: 3, least: 1, most: 1000 },
  },
  says: (f) =>
    `Its data score ${formatPercent(numberOf(f, "score") / 10_000)}: ${formatCount(numberOf(f, "failed"))} of ${formatCount(numberOf(f, "checked"))} rows are to be mended.`,
});
