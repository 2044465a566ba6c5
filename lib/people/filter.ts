import { z } from "zod";
import { partnerRoles, roleLabels, staffRoles } from "@/lib/access/roles";
import { first, oneOf, pageNumber } from "@/lib/lists/parameters";

export const accessStates = ["none", "invited", "active", "disabled"] as const;
export type Access = (typeof accessStates)[number];

export const accessLabels = {
  none: "No access",
  invited: "Invited",
  active: "Active",
  disabled: "Access ended",
} as const satisfies Record<Access, string>;

const roles = [...staffRoles, ...partnerRoles] as const;

/** The list of people as an address says it. Without `access`: everyone who has or had some. */
export const peopleFilter = z.object({
  q: first,
  kind: oneOf(["staff", "partner"]),
  role: oneOf(roles),
  access: oneOf(accessStates),
  page: pageNumber,
});

export type PeopleFilter = z.output<typeof peopleFilter>;
export const peopleDefaults: PeopleFilter = peopleFilter.parse({});

/** What can be chosen, for the bar and the chips. */
export const peopleChoices = [
  {
    name: "kind",
    label: "Kind",
    options: [
      { value: "staff", label: "Staff" },
      { value: "partner", label: "Partner people" },
    ],
  },
  { name: "role", label: "Role", options: roles.map((role) => ({ value: role, label: roleLabels[role] })) },
  {
    name: "access",
    label: "Access",
    any: "Has or had access",
    options: accessStates.map((access) => ({ value: access, label: accessLabels[access] })),
  },
] as const;
