import { z } from "zod";
import { first, isDay, maybeDay, oneOf, someIds } from "@/lib/lists/parameters";

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
