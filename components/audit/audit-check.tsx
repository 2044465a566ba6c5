import { Callout } from "@/components/ui/callout";
import { formatInstant } from "@/lib/format";

type AuditCheckProps = { check: { at: string; outcome: string; said: string } | null; timeZone: string };

/** Whether the log is what was written, by its newest comparison with its seals. */
export function AuditCheck({ check, timeZone }: AuditCheckProps) {
  if (!check) return <p className="text-muted text-xs">The log has not been compared with its seals yet.</p>;
  const at = formatInstant(new Date(check.at), timeZone);
  if (check.outcome !== "done")
    return (
      <Callout tone="bad" title={check.said}>
        Found on {at}. “bin/portal audit verify” names every entry.
      </Callout>
    );
  return (
    <p className="text-muted text-xs">
      Compared with its seals on {at}: {check.said}.
    </p>
  );
}
