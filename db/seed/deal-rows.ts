import { customerKeys } from "@/lib/deals/matching/customer";
import { isoDay, isoInstant, nextWeekday } from "./calendar";
import { type Deal, isOpen, type Step } from "./deals";
import type { Row } from "./insert";
import { type Random, random } from "./random";

export type DealTables = Record<
  "deals" | "deal_versions" | "deal_partners" | "deal_lines" | "registrations" | "activities",
  Row[]
>;

const won = ["Best fit for the requirements", "Price", "Trusted partner", "Existing platform", "Speed of delivery"];
const lost = [
  "Price",
  "No decision",
  "Budget cut",
  "Chose a competitor",
  "Missing feature",
  "Project stopped",
  "Lost contact",
];
const nextSteps = [
  "Send revised offer",
  "Schedule architecture review",
  "Wait for procurement",
  "Call the sponsor",
  "Prepare proof of concept",
  "Clarify data residency",
  "Get legal's answer",
];
const contacts = [
  "Paula Renner",
  "Tom Vance",
  "Irena Novak",
  "Lukas Hahn",
  "Grace Obi",
  "Hugo Laurent",
  "Mina Sato",
  "Peter Dahl",
];
const needs = [
  "The customer replaces its present system before the contract ends and asked us for a proposal.",
  "They consolidate three sites onto one platform and need a partner who runs it for them.",
  "After an audit the board wants one system with full history; budget is set aside for this year.",
  "A new plant opens next year: they start with one team and roll out to the others later.",
  "Their support ends soon and the head of IT asked for a comparison with what they have.",
];
const kinds = ["call", "meeting", "email", "note", "demo"] as const;
const subjects: Record<(typeof kinds)[number], string[]> = {
  call: ["Discovery call", "Check-in with the sponsor", "Pricing questions", "Call with procurement"],
  meeting: ["Workshop on requirements", "Steering meeting", "Business case review", "On-site visit"],
  email: ["Sent the offer", "Sent reference customers", "Answered security questionnaire", "Follow-up after the demo"],
  note: ["Budget confirmed for next quarter", "New decision maker", "Competitor is in", "Needs approval of the board"],
  demo: ["Product demo", "Technical deep dive", "Proof of concept walkthrough"],
};

/** The rows of the deals and of what hangs on them. The database derives each deal's state from its versions. */
export function dealRows(deals: Deal[], today: number): DealTables {
  const chance = random("deal rows");
  const tables: DealTables = {
    deals: [],
    deal_versions: [],
    deal_partners: [],
    deal_lines: [],
    registrations: [],
    activities: [],
  };
  for (const deal of deals) {
    const acts = activityRows(deal, today, chance);
    tables.activities.push(...acts);
    tables.deals.push(dealRow(deal, acts, chance));
    tables.deal_versions.push(...versionRows(deal, chance));
    tables.deal_partners.push(...partnerRows(deal));
    tables.deal_lines.push(...lineRows(deal, chance));
    if (deal.registration && deal.sourcing) tables.registrations.push(registrationRow(deal, today, chance));
  }
  return tables;
}

function dealRow(deal: Deal, acts: Row[], chance: Random): Row {
  const [first, last] = [deal.steps[0] as Step, deal.steps.at(-1) as Step];
  const { registration } = deal;
  const opener = (deal.sourcing ?? deal.influencing[0])?.people;
  return {
    id: deal.id,
    name: deal.name,
    account_id: deal.account.id,
    stage: first.stage,
    outcome: "open",
    accepted: !registration || registration.status === "approved",
    currency: deal.currency,
    amount_e4: "0",
    registered_on: registration ? isoDay(registration.submitted) : null,
    expected_close_on: isoDay(last.expected),
    owner_id: deal.ownerId,
    partner_person_id: opener ? chance.pick(opener).id : null,
    close_reason: isOpen(deal) ? null : chance.pick(last.stage === "won" ? won : lost),
    next_step: isOpen(deal) && !deal.stalled ? chance.pick(nextSteps) : null,
    last_activity_on: acts.length
      ? (acts
          .map((act) => act.on as string)
          .sort()
          .at(-1) as string)
      : isoDay(last.day),
    created_at: isoInstant(first.day, first.minutes),
    updated_at: isoInstant(last.day, last.minutes),
  };
}

function versionRows(deal: Deal, chance: Random): Row[] {
  return deal.steps.flatMap((step) => {
    const version = {
      id: chance.uuid(),
      deal_id: deal.id,
      valid_from: isoInstant(step.day, step.minutes),
      from_on: isoDay(step.day),
      stage: step.stage as string,
      amount_e4: step.amountE4.toString(),
      currency: deal.currency as string,
      expected_close_on: isoDay(step.expected),
      recorded_at: isoInstant(step.day, step.minutes),
      recorded_by_id: deal.ownerId,
      superseded_at: null as string | null,
      superseded_by_id: null as string | null,
    };
    if (step.stage !== "won" || !chance.chance(0.015)) return [version];
    // A few were taken for lost at first, and corrected days later: their quarter was restated.
    const corrected = isoInstant(step.day + 6, 600);
    const mistaken = {
      ...version,
      id: chance.uuid(),
      stage: "lost",
      superseded_at: corrected,
      superseded_by_id: deal.ownerId,
    };
    return [mistaken, { ...version, recorded_at: corrected }];
  });
}

function partnerRows(deal: Deal): Row[] {
  const added_on = isoDay((deal.steps[0] as Step).day);
  return [
    ...(deal.sourcing ? [{ deal_id: deal.id, partner_id: deal.sourcing.id, role: "sourcing", added_on }] : []),
    ...deal.influencing.map((partner) => ({ deal_id: deal.id, partner_id: partner.id, role: "influencing", added_on })),
  ];
}

function lineRows(deal: Deal, chance: Random): Row[] {
  return deal.lines.map((line, i) => ({
    id: chance.uuid(),
    deal_id: deal.id,
    line_no: i + 1,
    product_id: line.product.id,
    quantity: String(line.quantity),
    unit_price_e4: line.unitE4.toString(),
    discount_e4: line.discountE4.toString(),
    amount_e4: line.amountE4.toString(),
  }));
}

function registrationRow(deal: Deal, today: number, chance: Random): Row {
  const { status, submitted, decided } = deal.registration as NonNullable<Deal["registration"]>;
  const partner = deal.sourcing as NonNullable<Deal["sourcing"]>;
  const minutes = chance.int(490, 1060);
  const [id, submitter] = [chance.uuid(), chance.pick(partner.people).id];
  const decidedAt = decided === null ? null : isoInstant(decided, chance.int(490, 1060));
  const [first, last] = [deal.steps[0] as Step, deal.steps.at(-1) as Step];
  const protectedUntil = status === "approved" ? (decided as number) + 180 : null;
  const contact = chance.pick(contacts);
  return {
    id,
    partner_id: partner.id,
    deal_id: deal.id,
    status:
      status !== "approved"
        ? status
        : !isOpen(deal)
          ? "closed"
          : (protectedUntil as number) < today
            ? "expired"
            : status,
    decision: decided === null ? null : status,
    customer_name: deal.account.name,
    domain: deal.account.domain,
    country: deal.account.country,
    contact_name: contact,
    contact_email: `${contact.toLowerCase().replace(" ", ".")}@${deal.account.domain}`,
    contact_title: chance.pick([
      "Head of IT",
      "Chief information officer",
      "Head of procurement",
      "Director of operations",
    ]),
    need: chance.pick(needs),
    involvement: chance.pick(["resell", "resell", "co_sell", "refer", "services"]),
    expected_close_on: isoDay(last.expected),
    amount_e4: first.amountE4.toString(),
    currency: deal.currency,
    keys: customerKeys({ name: deal.account.name, domain: deal.account.domain, country: deal.account.country }),
    created_by_id: submitter,
    created_at: isoInstant(submitted, minutes - 25),
    updated_at: decidedAt ?? isoInstant(submitted, minutes),
    submitted_on: isoDay(submitted),
    submitted_at: isoInstant(submitted, minutes),
    submitted_by_id: submitter,
    due_at:
      status === "submitted"
        ? isoInstant(submitted + 2, minutes)
        : status === "returned"
          ? isoInstant(submitted + 14, minutes)
          : null,
    answered_at: decidedAt ?? (status === "returned" ? isoInstant(submitted, minutes + 300) : null),
    decided_on: decided === null ? null : isoDay(decided),
    decided_at: decidedAt,
    decided_by_id: decided === null ? null : partner.managerId,
    reason:
      status === "rejected"
        ? chance.pick([
            "Another partner registered it first",
            "The customer is in talks with our own sales",
            "Too little is known about the project",
          ])
        : status === "returned"
          ? "Please name the decision maker and the expected close day"
          : null,
    protected_until: protectedUntil === null ? null : isoDay(protectedUntil),
    ended_on:
      protectedUntil === null
        ? null
        : !isOpen(deal)
          ? isoDay(last.day)
          : protectedUntil < today
            ? isoDay(protectedUntil)
            : null,
  };
}

/** What was done on the deal by its partner: busy partners do more of it, and nothing happens on a stalled deal. */
function activityRows(deal: Deal, today: number, chance: Random): Row[] {
  const partner = deal.sourcing ?? deal.influencing[0];
  if (!partner) return [];
  const [first, last] = [(deal.steps[0] as Step).day, (deal.steps.at(-1) as Step).day];
  const end = deal.stalled ? Math.min(last + 6, today - 1) : isOpen(deal) ? today - 1 : last;
  // At most every third day: a deal of this week has hardly a call behind it.
  const count = Math.min(Math.round(chance.int(1, 5) * partner.activity), 1 + Math.floor(Math.max(0, end - first) / 3));
  return Array.from({ length: count }, () => {
    const kind = chance.pick(kinds);
    const on = Math.min(nextWeekday(chance.int(first, Math.max(first, end))), today - 1);
    const person_id = chance.chance(0.7) ? chance.pick(partner.people).id : partner.managerId;
    return {
      id: chance.uuid(),
      partner_id: partner.id,
      deal_id: deal.id,
      kind,
      subject: chance.pick(subjects[kind]),
      on: isoDay(on),
      person_id,
    };
  });
}
