import { z } from "zod";
import { partnerRoles, staffRoles } from "@/lib/access/roles";

export const accessStates = ["none", "invited", "active", "disabled"] as const;
export type Access = (typeof accessStates)[number];

export const accessLabels = {
  none: "No access",
  invited: "Invited",
  active: "Active",
  disabled: "Access ended",
} as const satisfies Record<Access, string>;

/** The list of people as the URL says: what is unknown or malformed is as if it were absent. Without `access`: everyone who has or had some. */
export const peopleFilter = z.object({
  kind: z.enum(["staff", "partner"]).optional().catch(undefined),
  role: z
    .enum([...staffRoles, ...partnerRoles])
    .optional()
    .catch(undefined),
  access: z.enum(accessStates).optional().catch(undefined),
  search: z.string().trim().max(100).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type PeopleFilter = z.infer<typeof peopleFilter>;
