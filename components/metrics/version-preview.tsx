import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { wholeText } from "@/lib/metrics/figure";
import type { Metric } from "@/lib/metrics/metric";
import { spanLabel } from "@/lib/period";

type Side = { value: string | null };
type VersionPreviewProps = {
  metric: Metric;
  version: { id: string; version: number };
  preview: {
    period: { from: string; to: string };
    now: Side;
    then: Side;
    moved: { label: string; now: Side; then: Side }[];
    count: number;
  };
  currency: string;
  /** How a second person decides; whoever proposed it does not. */
  decide: FormAction | null;
};

/** What a proposed version would move, before it counts, and the second person's decision. */
export function VersionPreview({ metric, version, preview, currency, decide }: VersionPreviewProps) {
  const text = ({ value }: Side) => wholeText(metric.unit, value, currency, "exact");
  return (
    <Card
      title={`What version ${version.version} moves`}
      description={`${spanLabel(preview.period)}: ${text(preview.now)} now, ${text(preview.then)} with it. ${preview.count} ${preview.count === 1 ? "partner moves" : "partners move"}${preview.count > preview.moved.length ? `, those that move most are shown` : ""}.`}
    >
      {preview.moved.length > 0 ? (
        <DataTable
          caption="Partners that move"
          columns={[
            { key: "partner", label: "Partner" },
            { key: "now", label: "Now", align: "right" },
            { key: "then", label: "With it", align: "right" },
          ]}
          rows={preview.moved.map((row) => ({
            key: row.label,
            cells: { partner: row.label, now: text(row.now), then: text(row.then) },
          }))}
        />
      ) : null}
      {decide ? (
        <ActionForm
          action={decide}
          hidden={{ versionId: version.id, decision: "approve" }}
          failed="Nothing was decided."
          className="mt-5 space-y-4"
        >
          <ActionInput name="note" label="Note" optional maxLength={500} />
          <ActionButton variant="primary">Approve the version</ActionButton>
        </ActionForm>
      ) : (
        <p className="text-muted mt-5">You proposed it, or may not decide: another person does.</p>
      )}
      {decide ? (
        <ActionForm
          action={decide}
          hidden={{ versionId: version.id, decision: "refuse" }}
          failed="Nothing was decided."
          className="mt-3"
        >
          <ActionButton>Refuse it</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}
