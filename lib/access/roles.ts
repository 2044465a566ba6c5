export const staffRoles = ["admin", "program_owner", "channel_manager", "finance", "executive"] as const;
export const partnerRoles = ["partner_admin", "partner_member"] as const;

export type StaffRole = (typeof staffRoles)[number];
export type PartnerRole = (typeof partnerRoles)[number];
export type Role = StaffRole | PartnerRole;

export const roleLabels = {
  admin: "Admin",
  program_owner: "Program owner",
  channel_manager: "Channel manager",
  finance: "Finance",
  executive: "Executive",
  partner_admin: "Partner admin",
  partner_member: "Partner member",
} as const satisfies Record<Role, string>;
