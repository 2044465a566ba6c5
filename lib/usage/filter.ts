import { z } from "zod";
import { oneOf } from "@/lib/lists/parameters";

/** Over how many days use is looked at, beside as many before. */
export const adoptionFilter = z.object({ days: oneOf(["28", "90"], "28") });
export type AdoptionFilter = z.output<typeof adoptionFilter>;
