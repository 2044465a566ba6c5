import { sql } from "../attacker";
import type { Stage, Step } from "./step";

export async function* alerts({ tag, a, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const raised = async () => {
    const [alert] =
      await db`insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, roles)
      values ('target_endangered', 'target', gen_random_uuid(), ${a.id}, ${`Alert ${tag}`}, false, 2, '{}', '{program_owner}') returning id`;
    return alert?.id as string;
  };
  const alertId = await raised();
  const page = `/alerts/${alertId}`;
  yield { action: "giveAlert", page, form: { alertId, ownerId: people.program_owner.id } };
  yield { action: "putOffAlert", page, form: { alertId, until: "2999-01-31" } };
  yield { action: "endAlert", page, form: { alertId, outcome: "called", note: "They know", dealId: "" } };
  await db`delete from alerts where name = ${`Alert ${tag}`}`;
  await db`delete from activities where person_id = ${people.admin.id} and kind = 'call'`;

  const [chosen] = await db`select * from alert_rule_choices where rule = 'approval_late'`;
  await db`delete from alert_rule_choices where rule = 'approval_late'`;
  const rule = { rule: "approval_late", active: "on", severity: "1", roles: "program_owner", t_hours: "5" };
  yield { action: "saveAlertRule", page: "/alerts/rules/approval_late", form: rule };
  await db`delete from alert_rule_choices where rule = 'approval_late'`;
  if (chosen) await db`insert into alert_rule_choices ${db(chosen)}`;

  const digest = { rhythm: "weekly", hour: "9", weekday: "2", timeZone: "", urgent: "on" };
  yield { action: "saveDigest", as: "partner_admin", page: "/account", form: digest };
}
