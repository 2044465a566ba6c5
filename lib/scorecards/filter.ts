import { z } from "zod";
import { first, oneOf, pageNumber, someOf } from "../lists/parameters";
import { statusKeys } from "./status";
import { templateKeys } from "./templates";

/** What a list of scorecards is narrowed to. */
export const scorecardFilter = z.object({
  q: first,
  status: someOf(statusKeys),
  template: someOf(templateKeys),
  due: oneOf(["yes"]),
  page: pageNumber,
});
export type ScorecardFilter = z.output<typeof scorecardFilter>;
export const scorecardDefaults: ScorecardFilter = { q: "", status: [], template: [], due: "", page: 1 };
