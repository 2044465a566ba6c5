import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { listFiles } from "@/db/files/queries";
import { readBalances } from "@/db/incentives/queries";
import { kept } from "@/db/metrics/answers";
import { readFigures } from "@/db/metrics/figures";
import { getPartner } from "@/db/partners/queries";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { metricOf } from "@/lib/metrics/registry";
import { namedPeriod } from "@/lib/period";
import type { RecordShow } from "@/lib/record/filter";
import { listContacts, listContracts, listLog, listTasks, listTransactions, readLaunch } from "./queries";

/** One part of a partner's record, with the partner. Throws NotFound, also for another partner's people. */
export function readRecord(viewer: Viewer, partnerId: string, asked: { show: RecordShow; page: number }, now: Date) {
  return withViewer(viewer, async () => {
    const [partner, program] = await Promise.all([getPartner(viewer, partnerId), getProgram(viewer, now)]);
    return { partner, program, part: await readPart(viewer, partner.id, asked, now) };
  });
}

async function readPart(viewer: Viewer, id: string, { show, page }: { show: RecordShow; page: number }, now: Date) {
  if (show === "contacts") return { show, contacts: await listContacts(viewer, id) };
  if (show === "log") return { show, page, ...(await listLog(viewer, id, page)) };
  if (show === "contracts") return { show, contracts: await listContracts(viewer, id) };
  if (show === "files") return { show, files: await listFiles(viewer, { of: "partner", id }) };
  if (show === "money") return { show, ...(await readMoney(viewer, id, now)) };
  const [tasks, owners, launch] = await Promise.all([
    listTasks(viewer, id),
    listOwners(viewer, id),
    readLaunch(viewer, id),
  ]);
  return { show, tasks, owners, launch };
}

/** Who may own a task: the partner's people and those of the program who work with partners. For staff; nobody for partners. */
function listOwners(viewer: Viewer, partnerId: string) {
  if (viewer.kind !== "staff") return Promise.resolve([]);
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: people.id, name: people.name, side: sql<"staff" | "partner">`${people.kind}` })
      .from(people)
      .where(
        and(
          scope(viewer, people),
          sql`${people.access} <> 'disabled'`,
          or(eq(people.partnerId, partnerId), and(isNull(people.partnerId), sql`${people.access} = 'active'`)),
        ),
      )
      .orderBy(sql`${people.kind} = 'staff'`, asc(people.name))
      .limit(300),
  );
}

const money = [
  "sourced_revenue",
  "renewal_revenue",
  "expansion_revenue",
  "influenced_revenue",
  "average_deal_size",
  "mdf_return",
  "incentive_utilization",
  "channel_roi",
] as const;

/** What a partner brought, cost and earned: figures of the year, each its explanation, and the latest lines. */
async function readMoney(viewer: Viewer, partnerId: string, now: Date) {
  const keys = money.filter((key) => viewer.kind === "staff" || metricOf(key).partnerSees);
  const query = viewer.kind === "staff" ? { partner: partnerId } : {};
  const { today } = await getProgram(viewer, now);
  const period = namedPeriod("this_year", today);
  const [figures, transactions, balances] = await Promise.all([
    kept(viewer, { name: "record money", question: { partnerId }, aboutId: partnerId, now }, (_, at) =>
      readFigures(viewer, keys, period, at, { partnerId, query }),
    ),
    listTransactions(viewer, partnerId),
    can(viewer, "incentives.read") ? readBalances(viewer, partnerId) : [],
  ]);
  return { figures, transactions, balances, period };
}
