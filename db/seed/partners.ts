import { isoDay, isoInstant } from "./calendar";
import { partnerPeopleCast, staffCast } from "./cast";
import type { Row } from "./insert";
import { addressOf, names, places } from "./places";
import { type Random, random } from "./random";
import { type RosterEntry, roster } from "./roster";

export type Person = { id: string; name: string; email: string; signsIn: boolean; title: string };
export type Partner = RosterEntry & {
  id: string;
  joined: number;
  managerId: string;
  people: Person[];
  quality: number;
};
/** Something that changed about a partner on a day. */
export type Change = {
  partnerId: string;
  day: number;
  set: { tier?: string; status?: string; contract_status?: string };
};

const ranks = ["registered", "silver", "gold", "platinum"] as const;
const specializations = [
  "Cloud migration",
  "Data platform",
  "Security operations",
  "Modern work",
  "Compliance",
  "Edge",
  "Managed services",
];
const titles = [
  "Account Executive",
  "Partner Manager",
  "Solutions Architect",
  "Marketing Lead",
  "Technical Consultant",
  "Sales Director",
];

export function staffRows(start: number): { rows: Row[]; ids: Record<string, string> } {
  const chance = random("staff");
  const ids: Record<string, string> = {};
  const rows = staffCast.map(({ key, name, email, role, title }) => {
    ids[key] = chance.uuid();
    const at = isoInstant(start - 90, 540);
    return { id: ids[key], kind: "staff", name, email, title, role, access: "active", invited_at: at, created_at: at };
  });
  return { rows, ids };
}

/** The partners as they were at the start of the three years (or when they joined), and what changed since, oldest first. */
export function partnerHistory(start: number, today: number, staff: Record<string, string>) {
  const chance = random("partners");
  const partners: Partner[] = [];
  const rows: Row[] = [];
  const changes: Change[] = [];
  for (const [i, entry] of roster.entries()) {
    const early = i < 6 || (entry.status !== "onboarding" && chance.chance(0.66));
    const joined =
      entry.status === "onboarding"
        ? today - chance.int(20, 70)
        : early
          ? start - chance.int(200, 1500)
          : start + chance.int(30, 760);
    const partner = {
      ...entry,
      id: chance.uuid(),
      joined,
      managerId: staff[places[entry.country].manager] as string,
      people: [],
      quality: i < 2 ? 0.58 : 0.34 + chance.next() * 0.3,
    };
    const then = tierThen(entry, early, chance);
    changes.push(...laterChanges(partner, then, start, today, chance));
    partners.push(partner);
    rows.push(rowOf(partner, then, today, chance));
  }
  changes.sort((a, b) => a.day - b.day);
  return { partners, rows, changes };
}

function tierThen(entry: RosterEntry, early: boolean, chance: Random): number {
  const now = ranks.indexOf(entry.tier);
  if (!early) return 0;
  if (now < 3 && chance.chance(0.14)) return now + 1;
  return Math.max(0, now - chance.weighted([0, 1, 2], (steps) => [5, 5, 2][steps] as number));
}

function laterChanges(partner: Partner, then: number, start: number, today: number, chance: Random): Change[] {
  const from = Math.max(partner.joined, start);
  const steps = ranks.indexOf(partner.tier) - then;
  const changes: Change[] = Array.from({ length: Math.abs(steps) }, (_, i) => ({
    partnerId: partner.id,
    day: from + Math.floor(((today - from) * (i + 0.4 + chance.next() * 0.5)) / (Math.abs(steps) + 0.2)),
    set: { tier: ranks[then + (i + 1) * Math.sign(steps)] as string },
  }));
  if (partner.joined > start && partner.status !== "onboarding")
    changes.push({ partnerId: partner.id, day: partner.joined + chance.int(25, 60), set: { status: "active" } });
  if (partner.status === "dormant")
    changes.push({ partnerId: partner.id, day: today - 118, set: { status: "dormant" } });
  if (partner.status === "suspended")
    changes.push({ partnerId: partner.id, day: today - 203, set: { status: "suspended", contract_status: "expired" } });
  return changes;
}

function rowOf(partner: Partner, then: number, today: number, chance: Random): Row {
  const { country, status } = partner;
  const place = places[country];
  const contract = status === "onboarding" ? "proposal" : chance.chance(0.12) ? "expiring" : "active";
  const ends =
    contract === "proposal" ? null : contract === "expiring" ? today + chance.int(8, 55) : today + chance.int(90, 700);
  const joinedDuring = partner.joined > today - 1096;
  const domain = `${addressOf(partner.name.replace(/ (Traders|Systems)$/, ""))}.example`;
  return {
    id: partner.id,
    name: partner.name,
    domain,
    website: `https://www.${domain}`,
    city: partner.city,
    type: partner.type,
    tier: ranks[then] as string,
    tier_since: isoDay(partner.joined),
    status: joinedDuring || status === "onboarding" ? "onboarding" : "active",
    country,
    region: place.region,
    territory: place.territory,
    segment: partner.segment,
    specializations: chance.some(specializations, chance.int(1, 3)),
    importance:
      partner.share >= 40 ? "strategic" : partner.share >= 15 ? "high" : partner.share >= 4 ? "medium" : "low",
    contract_status: contract,
    contract_ends_on: ends === null ? null : isoDay(status === "suspended" ? today - 203 : ends),
    manager_id: partner.managerId,
    joined_on: isoDay(partner.joined),
    employees: Math.round(8 + partner.share * chance.int(4, 18)),
    profile: {},
    created_at: isoInstant(partner.joined, 600),
  };
}

/** Two to five people for each partner; those of the cast come first. Adds them to the partners too. */
export function partnerPeople(partners: Partner[], today: number): Row[] {
  const chance = random("people");
  const rows: Row[] = [];
  const taken = new Set<string>();
  for (const partner of partners) {
    const cast = partnerPeopleCast.filter((person) => person.partner === partner.name);
    const count = Math.max(cast.length + 1, chance.int(2, partner.share > 15 ? 5 : 4));
    for (let i = 0; i < count; i++) {
      const known = cast[i];
      const name = known?.name ?? newName(partner, taken, chance);
      const email =
        known?.email ??
        `${addressOf(name).replace(/-/g, ".")}@${addressOf(partner.name.replace(/ (Traders|Systems)$/, ""))}.example`;
      const role = known?.role ?? (i === 0 ? "partner_admin" : "partner_member");
      const access =
        known || (partner.share > 0 && chance.chance(i === 0 ? 0.95 : 0.6))
          ? "active"
          : chance.chance(0.5)
            ? "invited"
            : "none";
      const person = {
        id: chance.uuid(),
        name,
        email,
        signsIn: access === "active",
        title: known?.title ?? chance.pick(titles),
      };
      const at = isoInstant(Math.min(partner.joined + chance.int(3, 60), today - 2), 600);
      partner.people.push(person);
      rows.push({
        id: person.id,
        kind: "partner",
        partner_id: partner.id,
        name,
        email,
        title: person.title,
        role,
        access,
        invited_at: access === "none" ? null : at,
        created_at: at,
      });
    }
  }
  return rows;
}

function newName(partner: Partner, taken: Set<string>, chance: Random): string {
  const group = names[places[partner.country].names];
  for (;;) {
    const name = `${chance.pick(group.first)} ${chance.pick(group.last)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
