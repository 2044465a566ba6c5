import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { saveAlertRule } from "@/app/(staff)/alerts/rules/actions";
import { RuleForm } from "@/components/alerts/rule-form";
import { PageHeader } from "@/components/ui/page-header";
import { readAlertRules } from "@/db/alerts/rules";
import { rateWords } from "@/lib/alerts/rates";
import { alertRuleOf } from "@/lib/alerts/registry";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Rule of alerts" };

export default async function AlertRulePage({ params }: { params: Promise<{ rule: string }> }) {
  const viewer = await requireViewer("alerts.rules");
  const { rule: key } = await params;
  const rule = (await readAlertRules(viewer)).rules.find((candidate) => candidate.key === key);
  if (!rule) notFound();
  const { label, watches } = alertRuleOf(rule.key);
  return (
    <>
      <PageHeader
        title={label}
        breadcrumb={[
          { label: "Alerts", href: "/alerts" },
          { label: "Rules", href: "/alerts/rules" },
        ]}
        state={`${rateWords(rule.counted)}: ${rule.counted.raised} raised, ${rule.counted.acted} with an action, ${rule.counted.needless} for nothing, ${rule.counted.ended} over by themselves, ${rule.counted.open} open.`}
      />
      <RuleForm rule={rule} watches={watches} action={saveAlertRule} />
    </>
  );
}
