import type { Metadata } from "next";
import { RuleTable } from "@/components/alerts/rule-table";
import { PageHeader } from "@/components/ui/page-header";
import { countedDays, readAlertRules } from "@/db/alerts/rules";
import { rulesSentence } from "@/lib/alerts/rates";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Rules of alerts" };

export default async function AlertRulesPage() {
  const viewer = await requireViewer("alerts.rules");
  const { program, rules } = await readAlertRules(viewer);
  return (
    <>
      <PageHeader
        title="Rules of alerts"
        breadcrumb={[{ label: "Alerts", href: "/alerts" }]}
        state={rulesSentence(rules, countedDays)}
      />
      <RuleTable rules={rules} timeZone={program.timeZone} days={countedDays} />
    </>
  );
}
