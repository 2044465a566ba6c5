import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Entity } from "@/lib/imports/entities";

/** What makes item `i` of an entity wrong, and what is said of the field. */
type Rule = { entity: Entity; wrong: SQL; field: string; why: string };

const read = (field: string) => sql`(i.payload ->> ${field}::text)`;
const whole = (field: string) => sql`${read(field)}::int`;
const isKind = (kind: string) => sql`${read("kind")} = ${kind}`;
const before = (entity: Entity, field: string, start: string, why: string): Rule => ({
  entity,
  wrong: sql`${read(field)}::timestamp < ${read(start)}::timestamp`,
  field,
  why,
});

/** What the tables of facts would refuse, said of the row that it is in. */
export const factRules: Rule[] = [
  before("target", "lastOn", "fromOn", "ends before it begins"),
  before("install", "uninstalledOn", "installedOn", "is removed before it is installed"),
  before("ticket", "resolvedAt", "openedAt", "is resolved before it is opened"),
  {
    entity: "answer",
    wrong: sql`${isKind("pulse")} and ${whole("score")} not between 0 and 10`,
    field: "score",
    why: "is not one of 0 to 10",
  },
  {
    entity: "answer",
    wrong: sql`${isKind("csat")} and ${whole("score")} not between 1 and 5`,
    field: "score",
    why: "is not one of 1 to 5",
  },
  {
    entity: "answer",
    wrong: sql`${isKind("pulse")} and ${read("partner")} is null`,
    field: "partner",
    why: "a pulse is of somebody of a partner",
  },
  {
    entity: "uptime",
    wrong: sql`${whole("minutesObserved")} not between 0 and 1500`,
    field: "minutesObserved",
    why: "is not a day's minutes",
  },
  {
    entity: "uptime",
    wrong: sql`${whole("minutesUp")} not between 0 and ${whole("minutesObserved")}`,
    field: "minutesUp",
    why: "is more than was observed",
  },
];
