import { type AuditRow, exportAuditEntries } from "@/db/audit/queries";
import { type DealListRow, exportDeals } from "@/db/deals/list";
import { exportPartners, type PartnerListRow } from "@/db/partners/list";
import type { Program } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { auditFilter } from "@/lib/audit/filter";
import { changesOf, verbOf } from "@/lib/audit/sentence";
import { dealFilter } from "@/lib/deals/filter";
import { dealRoles, outcomes } from "@/lib/deals/words";
import { type Cell, day, number, text } from "@/lib/exports/csv";
import type { ReportKey } from "@/lib/exports/reports";
import type { Parameters } from "@/lib/lists/parameters";
import { decimalOfE4 } from "@/lib/money";
import { partnerFilter } from "@/lib/partners/filter";
import { contractStatuses, importances, partnerStatuses, partnerTypes } from "@/lib/partners/words";

type Source = (viewer: Viewer, asked: Parameters, program: Program) => AsyncGenerator<Cell[][]>;

/** Where a report's rows come from: the query of its page. The first step is the heading. */
export const sources: Record<ReportKey, Source> = {
  async *partners(viewer, asked, program) {
    const rows = exportPartners(viewer, partnerFilter.parse(asked), program.today);
    yield [partnerHeading(program.reportingCurrency).map(text)];
    for await (const step of rows) yield step.map(partnerCells);
  },
  async *deals(viewer, asked, program) {
    const rows = exportDeals(viewer, dealFilter.parse(asked), program.today);
    const staff = viewer.kind === "staff";
    yield [dealHeading(program.reportingCurrency, staff).map(text)];
    for await (const step of rows) yield step.map((row) => dealCells(row, staff));
  },
  async *audit(viewer, asked) {
    yield [["At (UTC)", "Who", "Did", "What", "Kind", "Changes", "Reason"].map(text)];
    for await (const step of exportAuditEntries(viewer, auditFilter.parse(asked))) yield step.map(auditCells);
  },
};

const partnerHeading = (currency: string) => [
  "Partner",
  "Type",
  "Tier",
  "Tier since",
  "Status",
  "Country",
  "Region",
  "Territory",
  "Specializations",
  "Importance",
  "Contract",
  "Contract ends",
  "Manager",
  "Joined",
  "Open deals",
  `Open pipeline (${currency})`,
  `Won in 12 months (${currency})`,
];

function partnerCells(row: PartnerListRow): Cell[] {
  return [
    text(row.name),
    text(partnerTypes[row.type as keyof typeof partnerTypes] ?? row.type),
    text(row.tier),
    day(row.tierSince),
    text(partnerStatuses[row.status]),
    text(row.country),
    text(row.region),
    text(row.territory),
    text(row.specializations.join(", ")),
    text(importances[row.importance]),
    text(contractStatuses[row.contractStatus]),
    day(row.contractEndsOn),
    text(row.manager),
    day(row.joinedOn),
    number(row.openDeals),
    number(decimalOfE4(row.pipelineE4)),
    number(decimalOfE4(row.wonE4)),
  ];
}

const dealHeading = (currency: string, staff: boolean) => [
  "Deal",
  "Account",
  "Industry",
  staff ? "Partner" : "Your role",
  "Stage",
  "Outcome",
  "Amount",
  "Currency",
  `Amount (${currency})`,
  "Opened",
  "Expected to close",
  "Closed",
];

function dealCells(row: DealListRow, staff: boolean): Cell[] {
  return [
    text(row.name),
    text(row.account),
    text(row.industry),
    text(staff ? row.partner : row.role && dealRoles[row.role]),
    text(row.stage),
    text(outcomes[row.outcome]),
    number(decimalOfE4(row.amountE4)),
    text(row.currency),
    number(row.reportedE4 === null ? null : decimalOfE4(row.reportedE4)),
    day(row.openedOn),
    day(row.expectedCloseOn),
    day(row.closedOn),
  ];
}

function auditCells(row: AuditRow): Cell[] {
  const changes = changesOf(row.before, row.after).map(
    ({ field, from, to }) => `${field}: ${from ?? "–"} → ${to ?? "–"}`,
  );
  return [
    row.at.toISOString(),
    row.actor,
    verbOf(row.action),
    row.subject,
    row.subjectType,
    changes.join("; "),
    row.reason,
  ].map(text);
}
