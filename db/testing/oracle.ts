import type postgres from "postgres";
import { engagementParts, engagementRules } from "@/lib/metrics/engagement";
import type { MetricKey } from "@/lib/metrics/registry";

/** A value as a fraction of whole numbers; null where there is none. Money is in ten-thousandths. */
export type Fraction = readonly [bigint, bigint] | null;
type Span = { from: string; to: string };
/** A row of any table, as JSON. */
type Row = Record<string, any>;

const tables = [
  ...[
    "partners",
    "partner_versions",
    "deals",
    "deal_versions",
    "deal_partners",
    "deal_lines",
    "products",
    "accounts",
    "stages",
  ],
  ...[
    "registrations",
    "revenue_lines",
    "channel_costs",
    "subscriptions",
    "certifications",
    "training_assignments",
    "visits",
  ],
  ...["incentive_grants", "incentive_uses", "funded_deals", "satisfaction_answers", "support_tickets", "integrations"],
  ...["installs", "uptime_days", "engagements", "partner_families", "settings", "data_issues"],
  ...["fund_budgets", "fund_allocations", "fund_moves", "fund_requests", "fund_request_deals"],
] as const;

/**
 * Every metric counted anew in plain TypeScript from the raw rows, slowly and without a line of the product's SQL: what
 * figures are tested against. All amounts are taken to be in the reporting currency, and days to be those of UTC.
 */
export async function oracle(sql: postgres.Sql, today: string) {
  const rows = {} as Record<(typeof tables)[number], Row[]>;
  for (const table of tables)
    rows[table] = (await sql.unsafe(`select to_jsonb(t)::text as row from ${table} t`)).map(({ row }) =>
      JSON.parse(row),
    );
  return reckon({ ...rows, ...fundsOf(rows) }, today);
}

/** What of grants was imported, and what funds come to by their own tables: not what the database wrote of them beside it. */
function fundsOf(rows: Record<(typeof tables)[number], Row[]>) {
  const allocation = new Map(rows.fund_allocations.map((one) => [one.id, one]));
  const moved = (kind: string) =>
    rows.fund_moves
      .filter((move) => move.kind === kind)
      .map((move): Row => {
        const { partner_id, budget_id } = allocation.get(move.allocation_id) as Row;
        const { exponent } = rows.fund_budgets.find((budget) => budget.id === budget_id) as Row;
        return { ...move, partner_id, amount_e4: BigInt(move.amount_minor) * 10n ** BigInt(4 - exponent) };
      });
  const given = moved("allocated");
  const grants = rows.fund_allocations.flatMap((one) => {
    const of = given.filter((move) => move.allocation_id === one.id).sort((a, b) => a.id - b.id);
    const [first] = of;
    return first
      ? [
          {
            id: one.id,
            partner_id: one.partner_id,
            kind: "mdf",
            granted_on: first.on,
            amount_e4: sum(of.map((move) => move.amount_e4)),
          },
        ]
      : [];
  });
  const uses = moved("used").map((move) => ({ ...move, grant_id: move.allocation_id, used_on: move.on }));
  const of = new Map(rows.fund_requests.map((one) => [one.id, one.allocation_id]));
  const touched = rows.fund_request_deals.map((one) => ({ ...one, grant_id: of.get(one.request_id) }));
  return {
    incentive_grants: [...rows.incentive_grants.filter((row) => !row.fund_allocation_id), ...grants],
    incentive_uses: [...rows.incentive_uses.filter((row) => !row.fund_claim_id), ...uses],
    funded_deals: [...rows.funded_deals.filter((row) => !row.fund_request_id), ...touched],
  };
}

const sum = (list: readonly (number | bigint)[]) => list.reduce<bigint>((total, one) => total + BigInt(one), 0n);
const over = (a: bigint, b: bigint): Fraction => (b === 0n ? null : [a, b]);
const count = (list: readonly unknown[]) => BigInt(list.length);
const daysFrom = (a: string, b: string) => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
const isNumber = (day: string | null | undefined): day is string => Boolean(day && !day.includes("infinity"));
const rounded = (a: bigint, b: bigint) => (a * 2n + b) / (b * 2n);
const least = (days: (string | null | undefined)[]) => days.filter(isNumber).sort()[0] ?? null;

function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

function percentile(values: bigint[], tenths: bigint): Fraction {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
  const place = tenths * BigInt(sorted.length - 1);
  const [low, rest] = [Number(place / 10n), place % 10n];
  const a = sorted[low] as bigint;
  const b = sorted[low + 1] ?? a;
  return [rounded(a * 10n + (b - a) * rest, 10n), 3600n];
}

function reckon(rows: Record<(typeof tables)[number], Row[]>, today: string) {
  const stage = new Map(rows.stages.map((one) => [one.key, one]));
  const product = new Map(rows.products.map((one) => [one.id, one]));
  const country = new Map(rows.accounts.map((one) => [one.id, one.country]));
  const grant = new Map(rows.incentive_grants.map((one) => [one.id, one]));
  const deals = rows.deals.map(dealOf);
  const partners = rows.partners.filter((p) => !p.merged_into_id);

  function dealOf(deal: Row) {
    const versions = rows.deal_versions
      .filter((v) => v.deal_id === deal.id && !v.superseded_at)
      .sort((a, b) => Date.parse(a.valid_from) - Date.parse(b.valid_from))
      .map((v) => ({ ...v, on: v.valid_from.slice(0, 10), outcome: stage.get(v.stage)?.outcome }) as Row);
    const last = versions.at(-1);
    const turned = versions.filter((v, i) => v.outcome !== versions[i - 1]?.outcome).at(-1);
    const parts = rows.deal_partners.filter((p) => p.deal_id === deal.id);
    return {
      id: deal.id as string,
      versions,
      outcome: last?.outcome as string | undefined,
      amount: BigInt(last?.amount_e4 ?? 0),
      stage: last?.stage as string,
      opened: versions[0]?.on as string | undefined,
      closed: last && last.outcome !== "open" ? (turned?.on as string) : null,
      accepted: deal.accepted as boolean,
      registered: deal.registered_on as string | null,
      expected: deal.expected_close_on as string | null,
      country: country.get(deal.account_id) as string | undefined,
      families: [
        ...new Set(rows.deal_lines.filter((l) => l.deal_id === deal.id).map((l) => product.get(l.product_id)?.family)),
      ],
      source: (parts.find((p) => p.role === "sourcing")?.partner_id ?? null) as string | null,
      helpers: parts.filter((p) => p.role === "influencing").map((p) => p.partner_id as string),
    };
  }
  type Deal = (typeof deals)[number];

  const versionAt = (partner: string, holds: (v: Row) => boolean) =>
    rows.partner_versions.find((v) => v.partner_id === partner && holds(v));
  const before = (partner: string, to: string) =>
    versionAt(partner, (v) => (v.valid_from === "-infinity" || v.valid_from < to) && (!v.valid_to || v.valid_to >= to));
  const onDay = (partner: string, day: string) =>
    versionAt(
      partner,
      (v) => (v.valid_from === "-infinity" || v.valid_from <= day) && (!v.valid_to || v.valid_to > day),
    );

  /** The values of every metric over a span, of the program or of one partner. */
  return function values({ from, to }: Span, p: string | null): Record<MetricKey, Fraction> {
    const within = (day: string | null | undefined) => isNumber(day) && day >= from && day < to;
    const mine = (partner: string | null | undefined) => p === null || partner === p;
    const of = (table: (typeof tables)[number], day?: string) =>
      rows[table].filter((row) => mine(row.partner_id) && (day === undefined || within(row[day])));
    const money = (list: Row[]) => sum(list.map((row) => row.amount_e4));
    const soon = to < today ? to : new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
    const end = soon < to ? soon : to;

    const sourced = deals.filter((d) => d.source !== null && mine(d.source));
    const wonOf = (list: Deal[]) => list.filter((d) => d.outcome === "won" && within(d.closed));
    const amount = (list: Deal[]) => sum(list.map((d) => d.amount));
    const won = wonOf(sourced);
    const accepted = sourced.filter((d) => d.accepted && d.outcome !== "open" && within(d.closed));
    const heldAt = (d: Deal, day: string) => d.versions.filter((v) => v.on < day).at(-1);
    const openAt = (list: Deal[]) =>
      sum(list.map((d) => heldAt(d, to)).map((v) => (v?.outcome === "open" ? v.amount_e4 : 0)));
    const unsourcedWith = (list: Deal[]) => list.filter((d) => d.source === null && d.helpers.some((h) => mine(h)));
    const helped = p === null ? unsourcedWith(deals) : deals.filter((d) => d.helpers.includes(p));

    const enrolled = partners.filter(
      (one) =>
        mine(one.id) &&
        (!one.joined_on || one.joined_on < to) &&
        ["onboarding", "active", "dormant"].includes(before(one.id, to)?.status),
    );
    const did = (one: Row) =>
      rows.registrations.some((r) => r.partner_id === one.id && within(r.submitted_on)) ||
      rows.training_assignments.some((a) => a.partner_id === one.id && within(a.completed_on)) ||
      deals.some((d) => d.source === one.id && within(d.opened));
    const came = (one: Row) => {
      const days = new Map<string, number>();
      for (const v of rows.visits)
        if (v.partner_id === one.id && within(v.on)) days.set(v.person_id, (days.get(v.person_id) ?? 0) + 1);
      return [...days.values()].some((n) => n >= 2);
    };
    const done = of("training_assignments", "completed_on");
    const due = of("training_assignments").filter(
      (a) => within(a.completed_on) || (within(a.due_on) && (!a.completed_on || a.completed_on >= from)),
    );
    const customersAt = (day: string) =>
      new Set(
        of("subscriptions").flatMap((s) =>
          s.started_on < day && (!s.ended_on || s.ended_on >= day) ? [`${s.partner_id} ${s.account_id}`] : [],
        ),
      );
    const [customers, kept] = [customersAt(from), customersAt(to)];
    const lines = (...kinds: string[]) => of("revenue_lines", "invoiced_on").filter((r) => kinds.includes(r.kind));
    const active = enrolled.filter((one) => before(one.id, to)?.status === "active");
    const certifiedOn = (partner: string, day: string) =>
      rows.certifications.some(
        (c) =>
          c.partner_id === partner && (!c.issued_on || c.issued_on <= day) && (!c.expires_on || c.expires_on > day),
      );
    const certifiedBefore = (partner: string) =>
      rows.certifications.some(
        (c) => c.partner_id === partner && (!c.issued_on || c.issued_on < to) && (!c.expires_on || c.expires_on >= to),
      );

    const stays = sourced.flatMap((d) => {
      const found: { entered: string; left: string | null; advanced: boolean }[] = [];
      d.versions.forEach((v, i) => {
        if (v.outcome !== "open" || d.versions[i - 1]?.stage === v.stage) return;
        const later = d.versions.slice(i + 1);
        const position = stage.get(v.stage)?.position;
        const advanced = later.some((l) => l.outcome !== "lost" && stage.get(l.stage)?.position > position);
        found.push({ entered: v.on, left: later.find((l) => l.stage !== v.stage)?.on ?? null, advanced });
      });
      return found;
    });
    const [entered, left] = [stays.filter((s) => within(s.entered)), stays.filter((s) => within(s.left))];

    const weighed = (value: number | bigint, key: string) =>
      rounded(BigInt(value) * BigInt(stage.get(key)?.probability_bp), 10_000n);
    const expected = sourced.filter((d) => d.outcome === "open" && within(d.expected));
    const atStart = sourced.flatMap((d) => {
      const v = heldAt(d, from);
      const day = v?.expected_close_on ?? (d.versions.some((o) => o.expected_close_on) ? null : d.expected);
      return v?.outcome === "open" && within(day) ? [weighed(v.amount_e4, v.stage)] : [];
    });

    const byPartner = new Map<string, bigint>();
    for (const d of won) byPartner.set(d.source as string, (byPartner.get(d.source as string) ?? 0n) + d.amount);
    const ranked = [...byPartner.values()].filter((e4) => e4 > 0n).sort((a, b) => (a > b ? -1 : 1));
    const crossed = won.filter((d) =>
      rows.revenue_lines.some(
        (r) => r.deal_id === d.id && r.partner_id === d.source && ["upsell", "cross_sell"].includes(r.kind),
      ),
    );
    const maySell = new Set(
      of("partner_families").flatMap((f) =>
        (!f.from_on || f.from_on < to) && (!f.until_on || f.until_on >= to) ? [`${f.partner_id} ${f.family}`] : [],
      ),
    );
    const sold = [...maySell].filter((pair) =>
      won.some((d) => d.families.some((family) => `${d.source} ${family}` === pair)),
    );

    const everWon = sourced.filter((d) => d.outcome === "won" && d.closed !== null && d.closed < to);
    const early = (table: "revenue_lines" | "channel_costs" | "incentive_uses", day: string) =>
      of(table).filter((row) => row[day] < to);
    const programCost = partners
      .filter((one) => mine(one.id) && one.yearly_cost_e4 !== null && (one.contract_signed_on ?? one.joined_on))
      .map((one) => {
        const days = daysFrom(one.contract_signed_on ?? one.joined_on, end);
        return days > 0 ? rounded(BigInt(one.yearly_cost_e4) * BigInt(days), 365n) : 0n;
      });

    const pulse = of("satisfaction_answers", "answered_on").filter((a) => a.kind === "pulse");
    const csat = of("satisfaction_answers", "answered_on").filter((a) => a.kind === "csat" && a.partner_id);
    const direct = of("satisfaction_answers", "answered_on").filter((a) => a.kind === "csat" && !a.partner_id);
    const scores = (list: Row[]) => sum(list.map((a) => a.score));
    const gap = (a: Fraction, b: Fraction, times: bigint): Fraction =>
      a && b && [times * (a[0] * b[1] - b[0] * a[1]), a[1] * b[1]];

    const year = monthsBefore(to, 12);
    const markets = new Set(
      sourced
        .filter((d) => d.outcome === "won" && d.closed !== null && d.closed >= year && d.closed < to)
        .map((d) => d.country ?? onDay(d.source as string, d.closed as string)?.country)
        .filter(Boolean),
    );
    const known = accepted.filter((d) => d.opened);
    const [certified, others] = [true, false].map((is) =>
      known.filter((d) => certifiedOn(d.source as string, d.opened as string) === is),
    ) as [Deal[], Deal[]];
    const rateOf = (list: Deal[]) => over(count(list.filter((d) => d.outcome === "won")), count(list));

    const launches = partners
      .filter((one) => mine(one.id) && one.contract_signed_on)
      .flatMap((one) => {
        const day = least([
          ...rows.integrations.filter((i) => i.partner_id === one.id).map((i) => i.live_on),
          ...rows.registrations.filter((r) => r.partner_id === one.id).map((r) => r.submitted_on),
          ...deals.filter((d) => d.source === one.id).map((d) => d.registered),
        ]);
        return day && day >= one.contract_signed_on && within(day) ? [daysFrom(one.contract_signed_on, day)] : [];
      });
    const signed = partners.filter((one) => mine(one.id) && within(one.contract_signed_on));
    const ofSigned = (has: (one: Row) => boolean) => over(count(signed.filter(has)), count(signed));

    const decided = of("registrations", "decided_on").filter((r) => r.answered_at && r.answered_at >= r.submitted_at);
    const seconds = (a: string, b: string) => BigInt(Math.round((Date.parse(b) - Date.parse(a)) / 1000));
    const waits = decided.map((r) => seconds(r.submitted_at, r.answered_at));
    const hours = rows.settings[0]?.decision_hours;
    const inTime = decided.filter((r) => Date.parse(r.answered_at) - Date.parse(r.submitted_at) <= hours * 3_600_000);
    const tickets = of("support_tickets", "opened_on");
    const questions = rows.data_issues.filter((i) => mine(i.shared ? i.partner_id : null));
    const asked = questions.filter((i) => within(i.opened_at.slice(0, 10)));
    const answered = questions.filter((i) => within(i.resolved_at?.slice(0, 10)));
    const resolved = [...of("support_tickets", "resolved_on"), ...answered].map((t) =>
      seconds(t.opened_at, t.resolved_at),
    );

    const granted = of("incentive_grants", "granted_on");
    const used = of("incentive_uses").filter((u) => u.used_on < to && within(grant.get(u.grant_id)?.granted_on));
    const isMdf = (row: Row) => grant.get(row.grant_id)?.kind === "mdf";
    const touched = new Set(
      of("funded_deals", "touched_on")
        .filter(isMdf)
        .map((f) => f.deal_id),
    );
    const touchedAmount = deals
      .map((d) => (touched.has(d.id) ? heldAt(d, to) : undefined))
      .map((v) => (v && v.outcome !== "lost" ? v.amount_e4 : 0));
    const costs = money(of("channel_costs", "spent_on")) + money(of("incentive_uses", "used_on"));

    const installs = of("installs", "installed_on");
    const inUse = of("installs").filter((i) => i.installed_on < to && (!i.uninstalled_on || i.uninstalled_on >= to));
    const uptime = of("uptime_days", "on");

    const since = monthsBefore(end, 3);
    const partDays: Record<(typeof engagementParts)[number], (id: string) => string[]> = {
      sign_ins: (id) => rows.visits.filter((v) => v.partner_id === id).map((v) => v.on),
      registrations: (id) => rows.registrations.filter((r) => r.partner_id === id).map((r) => r.submitted_on),
      training: (id) => rows.training_assignments.filter((a) => a.partner_id === id).map((a) => a.completed_on),
      content: (id) => rows.engagements.filter((e) => e.partner_id === id && e.kind === "content").map((e) => e.on),
      co_marketing: (id) =>
        rows.engagements.filter((e) => e.partner_id === id && e.kind === "co_marketing").map((e) => e.on),
    };
    const points = enrolled.flatMap((one) =>
      engagementParts.map((part) => {
        const days = partDays[part](one.id)
          .filter((day) => isNumber(day) && day >= since && day < end)
          .sort();
        const { weight, often } = engagementRules[part];
        if (days.length === 0) return 0n;
        const ago = daysFrom(days.at(-1) as string, end) - 1;
        const [much, recent] = [Math.min(days.length, often) / often, Math.max(0, 90 - ago) / 90];
        return BigInt(Math.round(Number((weight * 100 * (0.6 * much + 0.4 * recent)).toFixed(6))));
      }),
    );

    const amountE4 = (value: bigint): Fraction => [value, 10_000n];
    const number = (value: bigint): Fraction => [value, 1n];
    const submitted = of("registrations", "submitted_on");
    const [yes, no] = ["approved", "rejected"].map((how) =>
      of("registrations", "decided_on").filter((r) => r.decision === how),
    ) as [Row[], Row[]];
    const timed = won.filter((d) => d.registered ?? d.opened);
    const allWon = wonOf(p === null ? deals : sourced);
    const unsourcedOpen = deals.filter((d) => d.source === null && (p === null || d.helpers.includes(p)));

    return {
      sourced_pipeline: amountE4(openAt(sourced)),
      sourced_revenue: amountE4(amount(won)),
      influenced_revenue: amountE4(amount(wonOf(helped))),
      registrations: number(count(submitted)),
      approval_rate: over(count(yes), count(yes) + count(no)),
      win_rate: rateOf(accepted),
      sales_cycle: over(
        sum(timed.map((d) => daysFrom((d.registered ?? d.opened) as string, d.closed as string))),
        count(timed),
      ),
      active_partner_rate: over(count(enrolled.filter(did)), count(enrolled)),
      portal_adoption: over(count(enrolled.filter(came)), count(enrolled)),
      training_completion: over(count(done), count(due)),
      renewal_revenue: amountE4(money(lines("renewal"))),
      retention: over(count([...customers].filter((one) => kept.has(one))), BigInt(customers.size)),
      expansion_revenue: amountE4(money(lines("upsell", "cross_sell"))),
      incentive_utilization: over(money(used), money(granted)),
      channel_roi: over(amount(won), costs),
      average_deal_size: over(amount(won), 10_000n * count(won)),
      won_deals: number(count(won)),
      new_pipeline: amountE4(sum(sourced.filter((d) => within(d.opened)).map((d) => d.versions[0]?.amount_e4))),
      forecast: amountE4(sum(expected.map((d) => weighed(d.amount, d.stage))) + amount(won)),
      forecast_accuracy: accuracy(sum(atStart), amount(won)),
      contribution: over(amount(won) + amount(wonOf(unsourcedWith(deals))), amount(allWon)),
      pipeline_contribution: over(
        openAt(sourced) + openAt(unsourcedWith(deals)),
        openAt(sourced) + openAt(unsourcedOpen),
      ),
      concentration: over(sum(ranked.slice(0, Math.ceil(ranked.length / 5))), amount(won)),
      cross_sell_rate: over(count(crossed), count(won)),
      portfolio_adoption: over(count(sold), BigInt(maySell.size)),
      partner_lifetime_value: amountE4(
        amount(everWon) +
          money(early("revenue_lines", "invoiced_on").filter((r) => r.kind === "renewal")) -
          money(early("channel_costs", "spent_on")) -
          money(early("incentive_uses", "used_on")) -
          sum(programCost),
      ),
      partner_satisfaction: over(10n * scores(pulse), count(pulse)),
      partner_nps: over(
        100n * (count(pulse.filter((a) => a.score >= 9)) - count(pulse.filter((a) => a.score <= 6))),
        count(pulse),
      ),
      customer_satisfaction_gap: gap(over(scores(csat), count(csat)), over(scores(direct), count(direct)), 25n),
      market_coverage: number(BigInt(markets.size)),
      certification_lift: gap(rateOf(certified), rateOf(others), 100n),
      certified_share: over(count(active.filter((one) => certifiedBefore(one.id))), count(active)),
      enrolled_partners: number(count(enrolled)),
      time_to_launch: over(sum(launches), count(launches)),
      activation: ofSigned((one) => deals.some((d) => d.source === one.id && d.outcome === "won")),
      activation_registered: ofSigned((one) =>
        rows.registrations.some((r) => r.partner_id === one.id && r.submitted_on),
      ),
      activation_onboarded: ofSigned((one) =>
        rows.partner_versions.some(
          (v) =>
            v.partner_id === one.id &&
            v.status !== "onboarding" &&
            (!v.valid_to || v.valid_to > one.contract_signed_on),
        ),
      ),
      registration_response: percentile(waits, 5n),
      registration_response_p90: percentile(waits, 9n),
      registration_in_time: over(count(inTime), count(decided)),
      escalations: number(count([...tickets, ...asked])),
      escalation_resolution: percentile(resolved, 5n),
      mdf_return: over(sum(touchedAmount), money(of("incentive_uses", "used_on").filter(isMdf))),
      engagement_score: over(sum(points), 100n * count(enrolled)),
      install_activation: over(count(installs.filter((i) => i.synced_on)), count(installs)),
      install_configured: over(count(installs.filter((i) => i.configured_on)), count(installs)),
      integration_uptime: over(sum(uptime.map((u) => u.minutes_up)), sum(uptime.map((u) => u.minutes_observed))),
      tickets_per_100_installs: over(100n * count(tickets), count(inUse)),
      stage_conversion: over(count(entered.filter((s) => s.advanced)), count(entered)),
      stage_duration: over(sum(left.map((s) => daysFrom(s.entered, s.left as string))), count(left)),
    };
  };
}

function accuracy(forecast: bigint, actual: bigint): Fraction {
  if (actual === 0n) return null;
  const off = forecast > actual ? forecast - actual : actual - forecast;
  return [off > actual ? 0n : actual - off, actual];
}
