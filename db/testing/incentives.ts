import type postgres from "postgres";
import { makePerson } from "./people";

type Given = Partial<{
  rule: string;
  config: object;
  scope: object;
  limits: object;
  basis: string;
  period: string;
  currency: string | null;
  roundPer: string;
  holdDays: number;
  stacking: string;
  stackGroup: string | null;
  rank: number;
  validFrom: string;
  validTo: string | null;
}>;

const everything = { types: [], tiers: [], regions: [], families: [], kinds: [], roles: [] };
const unlimited = { floorDeal: "", capDeal: "", capPeriod: "", capPartner: "", capProgram: "" };

/** Makes the two people that a plan takes. */
export async function makeTwo(sql: postgres.Sql): Promise<[writer: string, approver: string]> {
  const writer = await makePerson(sql, { role: "program_owner", email: `w${Math.random()}@northstar.example` });
  return [writer, await makePerson(sql, { role: "finance", email: `a${Math.random()}@northstar.example` })];
}

/** Makes an approved plan, 5 % of every invoiced line unless told otherwise, and returns its id. */
export async function makePlan(
  sql: postgres.Sql,
  [writer, approver]: [string, string],
  given: Given = {},
): Promise<string> {
  const { rule = "percentage", config = { rate: "5" }, scope, limits, basis = "invoice", period = "quarter" } = given;
  const { currency = null, roundPer = "line", holdDays = 0, stacking = "add", stackGroup = null, rank = 1 } = given;
  const { validFrom = "2025-01-01", validTo = null } = given;
  return sql.begin(async (tx) => {
    const [row] =
      await tx`insert into incentive_plans (name, rule, config, scope, limits, basis, period, currency, share, round_per, rounding, hold_days,
        stacking, stack_group, rank, valid_from, valid_to, says, created_by_id)
      values (${`Plan ${rule}`}, ${rule}, ${tx.json(config as never)}, ${tx.json({ ...everything, ...scope } as never)}, ${tx.json({ ...unlimited, ...limits } as never)},
        ${basis}, ${period}, ${currency}, 'agreed', ${roundPer}, 'half_away', ${holdDays}, ${stacking}, ${stackGroup}, ${rank}, ${validFrom}, ${validTo}, 'You earn', ${writer}) returning id`;
    await tx`update incentive_plans set status = 'proposed', proposed_by_id = ${writer} where id = ${row?.id}`;
    await tx`select set_config('app.person_id', ${approver}, true)`;
    await tx`update incentive_plans set status = 'approved', approved_by_id = ${approver}, approved_at = now() where id = ${row?.id}`;
    await tx`update incentive_plans set status = 'active' where id = ${row?.id}`;
    return row?.id;
  });
}
