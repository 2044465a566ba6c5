import { DataTable } from "@/components/tables/data-table";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { DateInput, Input, Select } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { formatDay, formatE4 } from "@/lib/format";
import { type Simulation, simulationSays } from "@/lib/tiers/view";
import { CriteriaTable } from "./criteria-table";

type SimulatorProps = { simulation: Simulation; currency: string; partnerId: string | null };

const form = "tier-simulator";
const mostShown = 50;

/** "What gets me to Gold by 30 September": a tier, a day, open deals to tick and more to add, in one address. */
export function Simulator({ simulation, currency, partnerId }: SimulatorProps) {
  const { target, earnable, by, deals, chosen, lines, reached, plus } = simulation;
  const shown = deals.filter(({ id }, index) => index < mostShown || chosen.has(id));
  return (
    <Section
      id="simulator"
      title="What gets there"
      description="Choose a tier and a day. The fewest open deals that would close the gap are ticked, an overdue one as if it closed today; tick others, or add what is not in the pipeline yet."
    >
      <form id={form} method="get" action="/tiers#simulator" className="flex flex-wrap items-end gap-3">
        {partnerId ? <input type="hidden" name="partner" value={partnerId} /> : null}
        <Select
          name="tier"
          label="Tier"
          options={earnable.map(({ key, name }) => ({ value: key, label: name }))}
          defaultValue={target?.key}
          fieldClassName="w-40"
        />
        <DateInput name="by" label="By" defaultValue={by} />
        <Button name="do" value="suggest" variant="primary">
          Find the deals
        </Button>
        {plus.map(({ criterion, label, value }) => (
          <Input
            key={criterion}
            name={`plus.${criterion}`}
            label={`And more: ${label.toLowerCase()}`}
            inputMode="decimal"
            defaultValue={value}
            fieldClassName="w-52"
          />
        ))}
        <Button name="do" value="ticked">
          Work out what is ticked
        </Button>
      </form>
      <Callout
        tone={reached ? "good" : "warn"}
        title={reached ? `${target?.name} is in reach` : target ? `${target.name} is not reached` : "Nothing to reach"}
      >
        {simulationSays(simulation, currency)}
      </Callout>
      {lines.length > 0 ? (
        <CriteriaTable caption={`${target?.name} on ${formatDay(by)}`} lines={lines} had="Then" />
      ) : null}
      <DataTable
        caption={`Open deals expected by ${formatDay(by)}`}
        columns={[
          { key: "name", label: "Open deal" },
          { key: "tick", label: "Won" },
          { key: "closes", label: "Expected" },
          { key: "amount", label: "Amount", align: "right" },
          { key: "weighted", label: "Weighted", align: "right" },
        ]}
        rows={shown.map(({ id, name, closesOn, amountE4, weightedE4 }) => ({
          key: id,
          href: `/deals/${id}`,
          cells: {
            name,
            tick: (
              <input
                type="checkbox"
                form={form}
                name="deal"
                value={id}
                defaultChecked={chosen.has(id)}
                aria-label={`${name} is won`}
                className="above-row accent-accent-solid size-4"
              />
            ),
            closes: formatDay(closesOn),
            amount: amountE4 === null ? { missing: "No rate for its currency" } : formatE4(amountE4, currency),
            weighted: weightedE4 === null ? { missing: "No rate for its currency" } : formatE4(weightedE4, currency),
          },
        }))}
        footer={deals.length > shown.length ? `The largest ${shown.length} of ${deals.length}` : undefined}
        empty={<EmptyState icon="briefcase-business" title={`No open deal is expected by ${formatDay(by)}`} />}
      />
    </Section>
  );
}
