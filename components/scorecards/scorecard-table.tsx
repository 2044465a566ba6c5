import { Sparkline } from "@/components/charts/sparkline";
import { Missing } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { type Layer, layerKeys, layers, whatLacks } from "@/lib/scorecards/layers";
import type { Line } from "@/lib/scorecards/view";
import { StatusBadge } from "./status-badge";

type ScorecardTableProps = { lines: readonly Line[]; staff: boolean };

/** The metrics of a partnership by layer: value, target, baseline, trend and where each stands. One printed page. */
export function ScorecardTable({ lines, staff }: ScorecardTableProps) {
  return (
    <div className="border-line bg-surface shadow-card rounded-lg border print:border-0">
      <section
        aria-label="Scorecard"
        tabIndex={0}
        className="relative overflow-auto rounded-lg -outline-offset-2 print:overflow-visible"
      >
        <table className="data-table print:text-xs">
          <caption className="sr-only">The metrics of the partnership by layer, with targets and status</caption>
          <thead>
            <tr className="text-muted text-xs">
              <th scope="col" className="h-9 pl-4 text-left font-medium">
                Metric
              </th>
              {["Now", "Target", "Baseline"].map((label) => (
                <th key={label} scope="col" className="px-3 text-right font-medium">
                  {label}
                </th>
              ))}
              <th scope="col" className="px-3 text-left font-medium">
                Trend
              </th>
              <th scope="col" className="px-3 text-left font-medium">
                Status
              </th>
            </tr>
          </thead>
          {layerKeys.map((layer) => (
            <LayerRows key={layer} layer={layer} lines={lines.filter((line) => line.layer === layer)} staff={staff} />
          ))}
        </table>
      </section>
    </div>
  );
}

function LayerRows({ layer, lines, staff }: { layer: Layer; lines: readonly Line[]; staff: boolean }) {
  const lacking = staff ? whatLacks(layer, lines.length) : null;
  if (lines.length === 0 && !lacking) return null;
  return (
    <tbody className="border-line">
      <tr>
        <th colSpan={6} scope="rowgroup" className="bg-sunken! text-muted text-xs font-semibold print:h-6">
          {layers[layer].label}
          <span className="ml-2 font-normal">{lacking ? `Add ${lacking}` : layers[layer].says}</span>
        </th>
      </tr>
      {lines.map((line) => (
        <LineRow key={line.id} line={line} staff={staff} />
      ))}
    </tbody>
  );
}

function LineRow({ line, staff }: { line: Line; staff: boolean }) {
  return (
    <tr id={`m-${line.id}`} className="scroll-mt-16">
      <th scope="row" className="py-1.5 print:py-0.5">
        <span className="block truncate" title={line.label}>
          {line.href ? (
            <TextLink quiet href={line.href} className="text-ink">
              {line.label}
            </TextLink>
          ) : (
            line.label
          )}
        </span>
        <span className="text-muted block truncate text-xs font-normal print:text-[0.625rem]/3">
          {[line.owner, line.cadence.toLowerCase(), staff && !line.shared ? "staff alone" : null]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </th>
      <td className="number print:whitespace-nowrap!" title={line.exact ?? undefined}>
        {line.value ?? <Missing reason={line.says} />}
        {line.before ? <span className="text-muted block text-xs print:hidden">before {line.before}</span> : null}
      </td>
      <td className="number print:whitespace-nowrap!">{line.target ?? <Missing reason="No target is set" />}</td>
      <td className="number print:whitespace-nowrap!" title={line.baselineSays ?? undefined}>
        {line.baseline ?? <Missing reason="No baseline is set" />}
        {line.baselineSays ? <span className="text-muted block text-xs print:hidden">{line.baselineSays}</span> : null}
      </td>
      <td>
        <Sparkline values={line.trend} label={`Trend of ${line.label}`} className="h-6 w-16 print:h-4 print:w-12" />
      </td>
      <td className="max-w-64! min-w-48 py-1.5 whitespace-normal! print:py-0.5">
        <StatusBadge status={line.status} />
        <span className="text-muted mt-0.5 block text-xs text-pretty print:ml-2 print:inline">{line.says}</span>
        {line.source ? <span className="text-muted block text-xs print:hidden">{line.source}</span> : null}
      </td>
    </tr>
  );
}
