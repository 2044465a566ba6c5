import { z } from "zod";
import { isId } from "@/lib/lists/parameters";

const ticked = z.string().transform((text, context) => {
  const [partnerId = "", currency = ""] = text.split("_");
  if (isId(partnerId) && /^[A-Z]{3}$/.test(currency)) return { partnerId, currency };
  context.addIssue({ code: "custom", message: "Tick what you approve" });
  return z.NEVER;
});

/** What finance ticked: partners and currencies, `<partner>_<currency>`. */
export const approvalForm = z.object({
  group: z.preprocess(
    (given) => [given ?? []].flat(),
    z.array(ticked).min(1, "Tick at least one partner in the table").max(500),
  ),
});
