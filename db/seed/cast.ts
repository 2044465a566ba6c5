import type { PartnerRole, StaffRole } from "@/lib/access/roles";

/** The people whom the demo, the tests and the browser tests know by name. */
export const staffCast = [
  {
    key: "ada",
    name: "Ada Brandt",
    email: "ada.brandt@northstar.example",
    role: "admin",
    title: "Channel Operations Lead",
  },
  {
    key: "mara",
    name: "Mara Lind",
    email: "mara.lind@northstar.example",
    role: "program_owner",
    title: "VP Partner Program",
  },
  {
    key: "jonas",
    name: "Jonas Weber",
    email: "jonas.weber@northstar.example",
    role: "channel_manager",
    title: "Channel Manager DACH",
  },
  {
    key: "priya",
    name: "Priya Nair",
    email: "priya.nair@northstar.example",
    role: "channel_manager",
    title: "Channel Manager APAC",
  },
  {
    key: "daniel",
    name: "Daniel Reyes",
    email: "daniel.reyes@northstar.example",
    role: "channel_manager",
    title: "Channel Manager US",
  },
  {
    key: "tomas",
    name: "Tomás Herrera",
    email: "tomas.herrera@northstar.example",
    role: "channel_manager",
    title: "Channel Manager Canada and Latin America",
  },
  {
    key: "aisha",
    name: "Aisha Bello",
    email: "aisha.bello@northstar.example",
    role: "channel_manager",
    title: "Channel Manager UK and Ireland",
  },
  {
    key: "linnea",
    name: "Linnea Sjöberg",
    email: "linnea.sjoberg@northstar.example",
    role: "channel_manager",
    title: "Channel Manager Europe",
  },
  {
    key: "elif",
    name: "Elif Kaya",
    email: "elif.kaya@northstar.example",
    role: "finance",
    title: "Finance Business Partner",
  },
  {
    key: "viktor",
    name: "Viktor Holm",
    email: "viktor.holm@northstar.example",
    role: "executive",
    title: "Chief Revenue Officer",
  },
] as const satisfies { key: string; name: string; email: string; role: StaffRole; title: string }[];

/** The two partners that the stories are about. */
export const partnerCast = { northwind: "Northwind Traders", contoso: "Contoso Systems" } as const;

export const partnerPeopleCast = [
  {
    partner: partnerCast.northwind,
    name: "Nora Winter",
    email: "nora.winter@northwind.example",
    role: "partner_admin",
    title: "Alliance Director",
  },
  {
    partner: partnerCast.northwind,
    name: "Sam Okafor",
    email: "sam.okafor@northwind.example",
    role: "partner_member",
    title: "Account Executive",
  },
  {
    partner: partnerCast.contoso,
    name: "Carla Mendes",
    email: "carla.mendes@contoso.example",
    role: "partner_admin",
    title: "Head of Partnerships",
  },
  {
    partner: partnerCast.contoso,
    name: "Felix Brenner",
    email: "felix.brenner@contoso.example",
    role: "partner_member",
    title: "Sales Engineer",
  },
] as const satisfies { partner: string; name: string; email: string; role: PartnerRole; title: string }[];

/** One sign-in for each role: staff by single sign-on, partner people by a link in their mail. */
export const signIns = [
  ...(["admin", "program_owner", "channel_manager", "finance", "executive"] as const).map((role) => {
    const person = staffCast.find((candidate) => candidate.role === role) as (typeof staffCast)[number];
    return { role, name: person.name, email: person.email as string, via: "sso" as const };
  }),
  ...(["partner_admin", "partner_member"] as const).map((role) => {
    const person = partnerPeopleCast.find((candidate) => candidate.role === role) as (typeof partnerPeopleCast)[number];
    return { role, name: person.name, email: person.email as string, via: "link" as const };
  }),
];
