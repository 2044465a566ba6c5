import { BarChart } from "@/components/charts/bar-chart";
import { BarList } from "@/components/charts/bar-list";
import { ChartFigure } from "@/components/charts/chart-figure";
import { Funnel } from "@/components/charts/funnel";
import { LineChart } from "@/components/charts/line-chart";
import { MenuButton, MenuLink } from "@/components/shell/menu-item";
import { Shell } from "@/components/shell/shell";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { DataTable } from "@/components/tables/data-table";
import { FilterBar } from "@/components/tables/filter-bar";
import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Chips } from "@/components/ui/chips";
import { DefinitionList, Missing } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Checkbox, DateInput, FormActions, Input, Select, Textarea } from "@/components/ui/field";
import { StatCard, StatGrid } from "@/components/ui/figure";
import { FormErrors } from "@/components/ui/form-errors";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Timeline } from "@/components/ui/timeline";

async function setTheme() {
  "use server";
}

const Q = ["Q1 24", "Q2 24", "Q3 24", "Q4 24", "Q1 25", "Q2 25", "Q3 25", "Q4 25", "Q1 26", "Q2 26", "Q3 26", "Q4 26"];
const V = [3.11, 3.62, 4.01, 5.24, 3.88, 4.41, 4.92, 6.13, 4.55, 5.31, 5.77, 2.42];
const NAMES = [
  "Nordlicht Systemhaus GmbH & Co. KG",
  "Acme Reseller",
  "Białystok Cloud Partners Sp. z o.o.",
  "Grupo Integrador Iberoamericano de Tecnologías Avanzadas S.A.",
  "Kiwi IT",
  "Blue Harbour Consulting",
  "Société Générale d’Ingénierie Informatique",
  "Zenith",
];

export default async function Gallery({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const params = await searchParams;
  return (
    <Shell
      home="/gallery"
      nav={[
        { href: "/gallery", label: "Home", icon: "house" },
        { href: "/partners", label: "Partners", icon: "handshake", count: "1,204" },
        { href: "/deals", label: "Deals", icon: "briefcase-business", count: "42" },
        { href: "/scorecards", label: "Scorecards", icon: "gauge" },
        { href: "/incentives", label: "Incentives", icon: "coins" },
        { href: "/reports", label: "Reports", icon: "file-chart-column" },
        { href: "/data", label: "Data", icon: "database", group: "Operate" },
        { href: "/admin", label: "Admin", icon: "settings", group: "Operate" },
      ]}
      person={{
        name: "Mara Lind",
        roleLabel: "Channel manager",
        company: "Northwind International Distribution Holdings",
      }}
      personMenu={
        <>
          <ThemeSwitch action={setTheme} current="system" />
          <MenuLink href="/sessions" icon="key-round">
            Sessions
          </MenuLink>
          <form action={setTheme}>
            <MenuButton icon="log-out">Sign out</MenuButton>
          </form>
        </>
      }
      banner={{
        text: "You are viewing the portal as Nordlicht Systemhaus, read only.",
        action: <Button size="small">Stop viewing</Button>,
      }}
    >
      <PageHeader
        title="Nordlicht Systemhaus GmbH & Co. KG"
        state="42 open deals, 7 stalled; 3 registrations expire within a week."
        breadcrumb={[
          { label: "Partners", href: "/partners" },
          { label: "Germany", href: "/partners?c=de" },
        ]}
        badges={<Badge tone="good">Active</Badge>}
        actions={
          <>
            <Button icon="download">Export</Button>
            <LinkButton href="/x" variant="primary" icon="plus">
              Register a deal
            </LinkButton>
          </>
        }
      />
      <Tabs
        label="Partner"
        items={[
          { href: "/gallery", label: "Overview", current: true },
          { href: "/g2", label: "Deals", count: "42" },
          { href: "/g3", label: "People", count: "6" },
          { href: "/g4", label: "Incentives" },
          { href: "/g5", label: "History" },
        ]}
      />
      <StatGrid>
        <StatCard
          href="/m/1"
          label="Sourced revenue, quarter to date"
          value="2.42 M"
          unit="USD"
          fullValue="USD 2,418,906.12"
          change={{ text: "+12.4 %", tone: "good", comparison: "on Q3 2026 to the same day", direction: "up" }}
          secondChange={{ text: "−3.1 %", tone: "bad", comparison: "on Q4 2025", direction: "down" }}
          trend={V}
          target={{ text: "67.2 % of 3.60 M USD", ratio: 0.672 }}
          freshness="Counted 12 Mar 2026, 14:05 UTC"
        />
        <StatCard
          href="/m/2"
          label="Win rate"
          value="63.2 %"
          change={{ text: "−1.8 points", tone: "bad", comparison: "on Q3 2026", direction: "down" }}
          trend={[60, 62, null, 65, 66, 65, 64, 63.2]}
        />
        <StatCard
          href="/m/3"
          label="Days to win, median"
          value="51.8"
          unit="days"
          change={{ text: "−4.0 days", tone: "good", comparison: "on Q3 2026", direction: "down" }}
          trend={[58, 57, 57, 56, 55, 52, 51.8]}
          target={{ text: "Over the target of 45 days", ratio: 0.86, tone: "warn" }}
        />
        <StatCard
          href="/m/4"
          label="Renewal rate of accounts that partners manage"
          value={null}
          missing="No renewals were due in this period"
        />
      </StatGrid>
      <div className="grid gap-4 xl:grid-cols-3">
        <ChartFigure
          className="xl:col-span-2"
          title="How much do partners bring in each quarter?"
          description="Won deals by the day they were won, USD"
          table={{ columns: ["Quarter", "Won revenue, USD"], rows: Q.map((q, i) => [q, `${V[i]} M`]) }}
          actions={<TextLink href="/m">Open the rows</TextLink>}
        >
          <BarChart
            label="Won revenue by quarter"
            bars={Q.map((q, i) => ({
              label: q,
              value: (V[i] ?? 0) * 1e6,
              text: `${V[i]} M`,
              partial: i === 11,
              href: `/deals?q=${i}`,
            }))}
            reference={{ value: 5e6, text: "Target 5 M" }}
          />
        </ChartFigure>
        <Card title="Partners by revenue" footer={<TextLink href="/p">All 1,204 partners</TextLink>}>
          <BarList
            label="Partners by revenue"
            items={NAMES.slice(0, 6).map((n, i) => ({
              key: n,
              label: n,
              value: 900 - i * 140,
              text: `${900 - i * 140} k USD`,
              note: `${30 - i * 4}.1 %`,
              href: "/p",
            }))}
          />
        </Card>
        <ChartFigure
          className="xl:col-span-2"
          title="Do gold partners win more often?"
          description="Win rate by tier, %"
          table={{
            columns: ["Quarter", "Gold", "Silver", "Registered"],
            rows: Q.map((q, i) => [q, `${60 + i}`, `${50 + i / 2}`, "41"]),
          }}
        >
          <LineChart
            label="Win rate by tier"
            periods={Q}
            formatTick={(v) => `${v} %`}
            series={[
              {
                label: "Gold",
                values: Q.map((_, i) => 58 + Math.sin(i) * 4 + i),
                texts: Q.map((_, i) => `${58 + i} %`),
              },
              {
                label: "Silver",
                values: Q.map((_, i) => (i === 4 ? null : 50 + Math.cos(i) * 3 + i / 2)),
                texts: Q.map(() => "50 %"),
              },
              { label: "Registered", values: Q.map((_, i) => 41 + Math.sin(i * 2) * 5), texts: Q.map(() => "41 %") },
              {
                label: "Not in a tier yet",
                values: Q.map((_, i) => 40 + Math.sin(i * 2) * 2),
                texts: Q.map(() => "41 %"),
              },
            ]}
          />
        </ChartFigure>
        <Card title="From registration to won">
          <Funnel
            label="Funnel"
            steps={[
              { key: "r", label: "Registered", value: 412, text: "412", detail: "9.1 M USD", href: "/d" },
              {
                key: "q",
                label: "Qualified",
                value: 260,
                text: "260",
                detail: "6.4 M USD",
                conversion: "63.1 % of registered",
              },
              { key: "p", label: "Proposal", value: 140, text: "140", conversion: "53.8 % of qualified" },
              { key: "w", label: "Won", value: 88, text: "88", conversion: "62.9 % of proposals" },
            ]}
          />
        </Card>
      </div>
      <ChartFigure title="Deals won this year">
        <BarChart
          label="Few bars"
          bars={[
            ["2023", 12],
            ["2024", 31],
            ["2025", -4],
            ["2026", null],
          ].map(([l, v]) => ({ label: String(l), value: v as number | null, text: String(v) }))}
        />
      </ChartFigure>
      <Section title="Open deals" description="Amounts in the currency of the deal">
        <FilterBar
          action="/gallery"
          hidden={{ sort: "amount" }}
          filters={[
            { kind: "search", name: "q", label: "Search deals", value: params.q },
            {
              kind: "select",
              name: "region",
              label: "Region",
              value: params.region,
              options: [
                { value: "emea", label: "EMEA" },
                { value: "na", label: "North America" },
              ],
            },
            {
              kind: "select",
              name: "tier",
              label: "Tier",
              value: params.tier,
              options: [{ value: "g", label: "Gold" }],
            },
            { kind: "date", name: "from", label: "Closes from", value: params.from },
          ]}
          actions={
            <Button variant="quiet" icon="bookmark">
              Save view
            </Button>
          }
        />
        <Chips
          clearHref="/gallery"
          items={[
            { label: "Region", value: "EMEA", removeHref: "/gallery" },
            { label: "Tier", value: "Gold", removeHref: "/gallery" },
          ]}
        />
        <DataTable
          caption="Open deals"
          columns={[
            { key: "deal", label: "Deal", sortHref: "?sort=deal" },
            { key: "partner", label: "Partner", sortHref: "?sort=p" },
            { key: "stage", label: "Stage" },
            { key: "closes", label: "Closes" },
            { key: "owner", label: "Manager" },
            { key: "prob", label: "Probability", align: "right" },
            { key: "amount", label: "Amount", align: "right", sortHref: "?sort=a", sorted: "desc" },
          ]}
          rows={Array.from({ length: 14 }, (_, i) => ({
            key: String(i),
            href: `/deals/${i}`,
            cells: {
              deal: `Deal ${1042 - i} · ${["Warehouse roll-out", "Licence renewal and migration of the subsidiary companies", "Edge gateways"][i % 3]}`,
              partner: (
                <TextLink href="/p" quiet className="above-row">
                  {NAMES[i % 8]}
                </TextLink>
              ),
              stage: (
                <Badge tone={(["info", "warn", "good", "bad", "neutral"] as const)[i % 5]}>
                  {["Qualified", "Stalled", "Won", "Lost", "Registered"][i % 5]}
                </Badge>
              ),
              closes: `${(i % 28) + 1} Dec 2026`,
              owner: "Mara Lind",
              prob: i % 4 ? `${20 + i * 5} %` : <Missing reason="No stage probability" />,
              amount: `${(98000 - i * 6311).toLocaleString("en")}.00 USD`,
            },
          }))}
          totals={{ deal: "Total of 42", amount: "1,204,310.00 USD" }}
          footer={<Pagination text="1 to 14 of 42" nextHref="?page=2" previousHref="?page=0" />}
        />
        <DataTable
          caption="Nothing"
          columns={[]}
          rows={[]}
          empty={
            <EmptyState
              title="No deal matches these filters"
              actions={<LinkButton href="/gallery">Clear filters</LinkButton>}
            >
              Gold partners in EMEA have no deal that closes before December.
            </EmptyState>
          }
        />
        <DataTable
          dense
          caption="Wide table"
          columns={["Partner", ..."abcdefghijkl"].map((k, i) => ({
            key: k,
            label: i ? `Column ${k.toUpperCase()}` : k,
            align: i ? ("right" as const) : ("left" as const),
          }))}
          rows={NAMES.map((n, r) => ({
            key: n,
            href: "/p",
            cells: {
              Partner: n,
              ...Object.fromEntries(
                [..."abcdefghijkl"].map((k, i) => [k, ((r + 1) * (i + 3) * 1713.11).toLocaleString("en")]),
              ),
            },
          }))}
        />
      </Section>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Company">
          <DefinitionList
            items={[
              { term: "Type", value: "Reseller" },
              { term: "Country", value: "Germany" },
              { term: "Website", value: <TextLink href="/x">nordlicht.example</TextLink> },
              { term: "Agreement ends", value: null, missing: "No agreement on file" },
            ]}
          />
        </Card>
        <Card title="History">
          <Timeline
            items={[
              {
                key: "1",
                sentence: (
                  <>
                    <b className="font-medium text-ink">Mara Lind</b> moved this deal to Proposal, was Qualified for 12
                    days.
                  </>
                ),
                when: <Time iso="2026-11-03T10:00:00Z" absolute="3 Nov 2026" relative="20 days ago" />,
                tone: "info",
              },
              {
                key: "2",
                sentence: "Registration approved by Jonas Weber.",
                when: "22 Oct 2026, a month ago",
                tone: "good",
                detail: "Reason: known account, no conflict.",
              },
              { key: "3", sentence: "Registered by the partner.", when: "20 Oct 2026" },
            ]}
          />
        </Card>
        <Card title="Invite a colleague">
          <form className="space-y-5">
            <FormErrors
              title="The invitation was not sent."
              errors={[
                { field: "email", message: "Enter an address at nordlicht.example." },
                { field: "role", message: "Choose a role." },
              ]}
            />
            <Input
              name="email"
              label="E-mail"
              error="Enter an address at nordlicht.example."
              help="The invitation is valid for 7 days."
              defaultValue="someone@gmail.com"
            />
            <Select
              name="role"
              label="Role"
              placeholder="Choose…"
              error="Choose a role."
              options={[{ value: "a", label: "Partner admin" }]}
            />
            <DateInput name="starts" label="Starts on" optional />
            <Textarea name="note" label="Note" optional help="Shown in the e-mail." />
            <Checkbox name="all" label="May see all deals of the company" help="Otherwise only its own." />
            <FormActions>
              <Button variant="primary">Send invitation</Button>
              <LinkButton href="/x" variant="quiet">
                Cancel
              </LinkButton>
              <Button variant="danger">End access</Button>
              <Button disabled>Disabled</Button>
            </FormActions>
          </form>
        </Card>
        <div className="space-y-3">
          <Callout tone="good" live title="Registration approved.">
            By you, just now. The partner was told.
          </Callout>
          <Callout tone="warn" title="7 deals are stalled" actions={<Button size="small">Show</Button>}>
            No activity for 30 days.
          </Callout>
          <Callout tone="bad" title="The file was not published">
            14 rows have an amount without currency.
          </Callout>
          <Callout tone="info" title="Figures are in USD" />
          <Callout tone="neutral" title="Nothing is due this week" />
          <p className="flex flex-wrap gap-2">
            <Badge>Draft</Badge>
            <Badge tone="good">Approved</Badge>
            <Badge tone="warn">Expires soon</Badge>
            <Badge tone="bad">Rejected</Badge>
            <Badge tone="info">In review</Badge>
          </p>
          <Card title="No people yet">
            <EmptyState
              icon="users"
              title="Nobody from this company signs in yet"
              actions={<Button variant="primary">Invite a colleague</Button>}
            >
              Invite the first colleague; they can invite others.
            </EmptyState>
          </Card>
        </div>
      </div>
    </Shell>
  );
}
