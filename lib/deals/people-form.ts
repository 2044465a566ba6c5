import { z } from "zod";
import { isId } from "@/lib/lists/parameters";

const dealId = z.string().refine(isId);

/** A partner that is to influence a deal. */
export const influenceForm = z.object({ dealId, partnerId: z.string().refine(isId, "Choose a partner") });

/** Who is to work on a deal, and what they do there. */
export const dealPersonForm = z.object({
  dealId,
  personId: z.string().refine(isId, "Choose a person"),
  part: z.string().trim().min(1, "Say what this person does on the deal").max(100, "At most 100 characters"),
});

export type DealPerson = z.output<typeof dealPersonForm>;

/** Who is to work on a deal no longer. */
export const leavingForm = z.object({ dealId, personId: z.string().refine(isId) });
