import { sql } from "../attacker";
import type { Stage, Step } from "./step";

const as = "partner_admin" as const;

/** What leaves the portal: reports by mail, and messages to other systems. */
export async function* outside({ tag, a, people }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const wanted = { subject: "deals", format: "csv", query: "", when: "0 7 * * 1", cron: "", timeZone: "UTC" };
  yield { action: "scheduleReport", as, page: "/reports", form: wanted };
  const [report] = await db`select id from report_schedules where person_id = ${people.partner_admin.id}`;
  const schedule = report?.id as string;
  yield { action: "sendReportNow", as, page: "/reports", form: { schedule } };
  yield { action: "removeReport", as, page: "/reports", form: { schedule } };

  const url = `https://hooks.example.com/${tag}`;
  yield { action: "addEndpoint", as, page: "/webhooks", form: { url, kinds: "deal.registered" } };
  const [made] = await db`select id from webhook_endpoints where url = ${url}`;
  const endpoint = made?.id as string;
  yield { action: "rotateSecret", as, page: "/webhooks", form: { endpoint } };
  yield { action: "changeEndpoint", as, page: "/webhooks", form: { endpoint, to: "paused" } };
  const [delivery] = await db`insert into webhook_deliveries (endpoint_id, partner_id, event_id, kind, status, tried)
    values (${endpoint}, ${a.id}, -1, 'deal.registered', 'dead', 12) returning id`;
  yield { action: "replayDelivery", as, page: "/webhooks", form: { delivery: delivery?.id as string } };
  await db`delete from webhook_endpoints where id = ${endpoint}`;
}
