import { isoDay, isWeekday } from "./calendar";
import type { Row } from "./insert";
import type { Partner } from "./partners";
import { random } from "./random";

const certificates = [
  "Northstar Sales Associate",
  "Northstar Cloud Engineer",
  "Northstar Cloud Architect",
  "Security Specialist",
  "Data Platform Specialist",
  "Managed Services Practitioner",
];
const courses = [
  "Program onboarding",
  "Selling Northstar Core",
  "Migration method",
  "Security fundamentals",
  "Pricing and packaging",
  "Data platform basics",
  "Customer success for partners",
  "Compliance refresher",
];

export function enablementRows(
  partners: Partner[],
  start: number,
  today: number,
): { certifications: Row[]; training_assignments: Row[] } {
  const chance = random("enablement");
  const certifications: Row[] = [];
  const training_assignments: Row[] = [];
  for (const partner of partners) {
    const keen =
      partner.tier === "platinum" ? 0.85 : partner.tier === "gold" ? 0.65 : partner.tier === "silver" ? 0.4 : 0.15;
    for (const person of partner.people) {
      const from = Math.max(start, partner.joined);
      for (const name of chance.some(certificates, chance.int(1, 3))) {
        if (!chance.chance(keen)) continue;
        const issued = chance.int(from, today - 1);
        certifications.push({
          id: chance.uuid(),
          partner_id: partner.id,
          person_id: person.id,
          name,
          issued_on: isoDay(issued),
          expires_on: isoDay(issued + 730),
        });
      }
      for (const course of chance.some(courses, chance.int(1, 5))) {
        const assigned = chance.int(from, today - 1);
        const due = assigned + chance.pick([30, 45, 60]);
        const done = assigned + chance.int(3, 75);
        const completed = partner.share > 0 && done < today && chance.chance(0.45 + keen / 2) ? isoDay(done) : null;
        training_assignments.push({
          id: chance.uuid(),
          partner_id: partner.id,
          person_id: person.id,
          course,
          assigned_on: isoDay(assigned),
          due_on: isoDay(due),
          completed_on: completed,
        });
      }
    }
  }
  return { certifications, training_assignments };
}

/** The days on which people used the portal: partners that sell come often, some hardly ever. */
export function visitRows(partners: Partner[], staffIds: string[], start: number, today: number): Row[] {
  const chance = random("visits");
  const rows: Row[] = [];
  const come = (person_id: string, partner_id: string | null, from: number, often: number) => {
    for (let day = from; day < today; day++)
      if (isWeekday(day) && chance.chance(often))
        rows.push({ person_id, partner_id, on: isoDay(day), pages: chance.int(1, 24) });
  };
  for (const id of staffIds) come(id, null, start, 0.55);
  for (const partner of partners) {
    if (partner.share === 0 || partner.status === "suspended") continue;
    const often = Math.min(0.35, 0.012 + (partner.share * partner.activity) / 260);
    const end = partner.status === "dormant" ? today - 150 : today;
    for (const person of partner.people)
      if (person.signsIn)
        come(
          person.id,
          partner.id,
          Math.max(start, partner.joined),
          end === today ? often * (0.3 + chance.next()) : 0.002,
        );
  }
  return rows;
}
