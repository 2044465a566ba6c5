import { type AuditRow, exportAuditEntries } from "@/db/audit/queries";
import { exportDeals } from "@/db/deals/list";
import { exportLines, type StatedLine } from "@/db/incentives/statement";
import { exportPartners, type PartnerListRow } from "@/db/partners/list";
import type { Program } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { auditFilter } from "@/lib/audit/filter";
import { changesOf, verbOf } from "@/lib/audit/sentence";
import { dealAddress } from "@/lib/deals/address";
import { chosenColumns } from "@/lib/deals/columns";
import { dealCells, dealHeading } from "@/lib/deals/export";
import { dealFilter } from "@/lib/deals/filter";
import { type Cell, day, number, text } from "@/lib/exports/csv";
import type { ReportKey } from "@/lib/exports/reports";
import { statementAddress } from "@/lib/incentives/address";
import { decimalOfMinor, type Rounding, roundings } from "@/lib/incentives/minor";
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
    const address = dealAddress.parse(asked);
    const columns = chosenColumns(viewer.kind, address.cols ? address.cols.split(",") : null);
    const rows = exportDeals(viewer, dealFilter.parse(address), program.today);
    yield [dealHeading(columns, program.reportingCurrency)];
    for await (const step of rows) yield step.map((row) => dealCells(row, columns));
  },
  async *statement(viewer, asked) {
    const address = statementAddress.parse(asked);
    const { currency } = address;
    yield [
      [
        "Day",
        "What",
        "Plan",
        "Rule",
        `Counted (${currency})`,
        "Rate (%)",
        "Exchange rate",
        "Exact",
        "Rounded",
        `Amount (${currency})`,
      ].map(text),
    ];
    for await (const step of exportLines(viewer, address)) yield step.map((line) => statementCells(line, currency));
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

function statementCells(line: StatedLine, currency: string): Cell[] {
  return [
    day(line.on),
    text(line.what),
    text(line.plan),
    text(line.says),
    number(decimalOfE4(BigInt(line.base))),
    number(line.rate),
    number(line.fxRate),
    number(line.exact),
    text(roundings[line.rounding as Rounding] ?? null),
    number(decimalOfMinor(BigInt(line.amountMinor), currency)),
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
