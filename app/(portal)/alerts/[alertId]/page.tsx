import type { Metadata } from "next";
import { endAlert, giveAlert, putOffAlert } from "@/app/(portal)/alerts/actions";
import { AlertFacts } from "@/components/alerts/alert-facts";
import { AlertHistory } from "@/components/alerts/alert-history";
import { AlertWork } from "@/components/alerts/alert-work";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { readAlertPage } from "@/db/alerts/queries";
import { can } from "@/lib/access/permissions";
import { labelOfRule, saysOf } from "@/lib/alerts/registry";
import { severities } from "@/lib/alerts/rule";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Alert" };

export default async function AlertPage({ params }: { params: Promise<{ alertId: string }> }) {
  const viewer = await requireViewer("alerts.read");
  const { program, alert, events, owners } = await orNotFound(readAlertPage(viewer, (await params).alertId));
  const severity = severities[alert.severity];
  const waits = !alert.resolvedAt && !alert.endedAt;
  return (
    <>
      <PageHeader
        title={`${labelOfRule(alert.rule)}: ${alert.name}`}
        breadcrumb={[{ label: "Alerts", href: "/alerts" }]}
        badges={
          <>
            <Badge tone={severity.tone}>{severity.label}</Badge>
            {waits ? null : <Badge tone="good">{alert.resolvedAt ? "Resolved" : "Over"}</Badge>}
          </>
        }
        state={saysOf(alert.rule, alert.figures)}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {waits && can(viewer, "alerts.work") ? (
            <AlertWork
              alert={alert}
              owners={owners}
              today={program.today}
              resolve={endAlert}
              give={giveAlert}
              putOff={putOffAlert}
            />
          ) : null}
          <AlertHistory events={events} timeZone={program.timeZone} />
        </div>
        <AlertFacts alert={alert} staff={viewer.kind === "staff"} timeZone={program.timeZone} />
      </div>
    </>
  );
}
