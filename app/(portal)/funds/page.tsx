import type { Metadata } from "next";
import { AskLink, MyFunds } from "@/components/funds/my-funds";
import { QueueTable } from "@/components/funds/queue-table";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { readMyFunds } from "@/db/funds/queries";
import { readQueue } from "@/db/funds/staff";
import { can } from "@/lib/access/permissions";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { allocationView } from "@/lib/funds/view";
import { fundTabs } from "@/lib/funds/words";

export const metadata: Metadata = { title: "Funds" };

export default async function FundsPage() {
  const viewer = await requireViewer("funds.read");
  return viewer.kind === "staff" ? <Waiting viewer={viewer} /> : <Mine viewer={viewer} />;
}

async function Waiting({ viewer }: { viewer: StaffViewer }) {
  const { rows } = await readQueue(viewer);
  const now = new Date();
  const late = rows.filter(({ dueAt }) => dueAt < now).length;
  return (
    <>
      <PageHeader
        title="Market development funds"
        state={
          rows.length === 0
            ? "Nothing waits for a decision."
            : `${formatCount(rows.length)} ${rows.length === 1 ? "decision waits" : "decisions wait"}, ${late === 0 ? "none overdue" : `${formatCount(late)} overdue`}.`
        }
      />
      <Tabs label="Funds" items={fundTabs("queue", can(viewer, "funds.return"))} />
      <QueueTable rows={rows} now={now} />
    </>
  );
}

async function Mine({ viewer }: { viewer: PartnerViewer }) {
  const { program, allocations, requests, claims } = await readMyFunds(viewer);
  const views = allocations.map((one) => allocationView(one, program.today));
  const open = views.filter(({ over }) => !over);
  const mayAsk = can(viewer, "funds.request");
  return (
    <>
      <PageHeader
        title="Funds"
        state={
          open.length === 0
            ? "Nothing is available at the moment."
            : `You can ask for ${open.map(({ freeText, budget }) => `${freeText} of ${budget}`).join(", ")}.`
        }
        actions={mayAsk && open.length > 0 ? <AskLink /> : null}
      />
      <MyFunds allocations={views} requests={requests} claims={claims} mayAsk={mayAsk} />
    </>
  );
}
