import { z } from "zod";
import { first, isDay, maybeDay, oneOf, pageNumber, someIds } from "@/lib/lists/parameters";
import type { MoveStatus } from "./moves";

/** What somebody asks of the simulator, as its address says it: a tier, a day, ticked deals, and more by criterion. */
export const simulatorAsk = z
  .looseObject({ tier: first, by: maybeDay, do: oneOf(["suggest", "ticked"], "suggest"), deal: someIds() })
  .transform(({ tier, by, do: how, deal, ...rest }) => ({
    tier,
    by,
    ticked: how === "ticked" ? deal : null,
    plus: Object.fromEntries(
      Object.entries(rest).flatMap(([field, value]) =>
        field.startsWith("plus.") && typeof value === "string" && /^\d{1,12}(\.\d{1,4})?$/.test(value.trim())
          ? [[field.slice(5), value.trim()]]
          : [],
      ),
    ),
  }));
export type SimulatorAsk = z.output<typeof simulatorAsk>;

/** The day that a simulation looks at: the one asked for within two years from today, else `usual`. */
export const simulatedDay = (by: string, today: string, usual: string) =>
  isDay(by) && by >= today && by.slice(0, 4) <= String(Number(today.slice(0, 4)) + 2) ? by : usual;

/** The queue of changes of tier: which of them, and the page. */
export const reviewShows = [
  { show: "proposed", label: "Proposed", statuses: ["proposed"] },
  { show: "notice", label: "Not in effect yet", statuses: ["approved", "notice"] },
  { show: "appealed", label: "Appealed", statuses: ["appealed"] },
  { show: "ended", label: "Ended", statuses: [] },
] as const satisfies { show: string; label: string; statuses: MoveStatus[] }[];
export const reviewFilter = z.object({
  show: oneOf(["proposed", "notice", "appealed", "ended"], "proposed"),
  page: pageNumber,
});
