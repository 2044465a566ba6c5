import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PgDialect } from "drizzle-orm/pg-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import * as digestReads from "@/db/alerts/choice";
import * as alertReads from "@/db/alerts/queries";
import * as alertRuleReads from "@/db/alerts/rules";
import * as announcements from "@/db/announcements/queries";
import * as applications from "@/db/applications/queries";
import * as audit from "@/db/audit/queries";
import * as dealBoard from "@/db/deals/board";
import * as dealFunnel from "@/db/deals/funnel";
import * as dealLines from "@/db/deals/lines";
import * as dealList from "@/db/deals/list";
import * as dealListPage from "@/db/deals/list-page";
import * as dealOptions from "@/db/deals/options";
import * as dealPage from "@/db/deals/page";
import * as dealPeople from "@/db/deals/people";
import * as deals from "@/db/deals/queries";
import * as dealShares from "@/db/deals/shares";
import * as dealSums from "@/db/deals/sums";
import * as enteredFacts from "@/db/facts/queries";
import * as files from "@/db/files/queries";
import * as fundPages from "@/db/funds/page";
import * as funds from "@/db/funds/queries";
import * as fundReturn from "@/db/funds/return";
import * as fundStaff from "@/db/funds/staff";
import * as healthReads from "@/db/health/queries";
import * as executive from "@/db/home/executive";
import * as morning from "@/db/home/morning";
import * as partnerDay from "@/db/home/partner";
import * as imports from "@/db/imports/queries";
import * as importRowReads from "@/db/imports/rows";
import * as missingMoney from "@/db/incentives/missing";
import { planOf } from "@/db/incentives/plan-rows";
import * as incentives from "@/db/incentives/queries";
import * as simulation from "@/db/incentives/simulate";
import * as incentiveStaff from "@/db/incentives/staff";
import * as statementReads from "@/db/incentives/statement";
import * as issues from "@/db/issues/queries";
import * as questioned from "@/db/issues/questioned";
import * as jobReads from "@/db/jobs/queries";
import * as leadList from "@/db/leads/list";
import * as leadPage from "@/db/leads/page";
import { answersKept } from "@/db/metrics/answers";
import * as compare from "@/db/metrics/compare";
import * as definition from "@/db/metrics/definition";
import * as dictionary from "@/db/metrics/dictionary";
import * as explain from "@/db/metrics/explain";
import * as figures from "@/db/metrics/figures";
import * as home from "@/db/metrics/home";
import * as metrics from "@/db/metrics/queries";
import { drainDirty } from "@/db/metrics/rollup";
import * as facts from "@/db/metrics/rows";
import * as partnerList from "@/db/partners/list";
import * as mergeSide from "@/db/partners/merge-side";
import * as partnerPage from "@/db/partners/page";
import * as partners from "@/db/partners/queries";
import * as payoutDetails from "@/db/payouts/details";
import * as payoutFile from "@/db/payouts/file";
import * as payoutPolicies from "@/db/payouts/policies";
import * as payouts from "@/db/payouts/queries";
import * as readiness from "@/db/payouts/readiness";
import * as statementStanding from "@/db/payouts/statements";
import * as people from "@/db/people/queries";
import * as periodReads from "@/db/periods/queries";
import * as policies from "@/db/program/policies";
import * as program from "@/db/program/queries";
import * as duplicateReads from "@/db/quality/duplicates";
import * as qualityReads from "@/db/quality/queries";
import * as recordPage from "@/db/record/page";
import * as record from "@/db/record/queries";
import * as registrationPage from "@/db/registrations/page";
import * as registrationReads from "@/db/registrations/queries";
import * as reportReads from "@/db/reports/queries";
import { walls } from "@/db/scope";
import * as scorecardEdit from "@/db/scorecards/edit-page";
import * as scorecardFigures from "@/db/scorecards/figures";
import * as scorecardList from "@/db/scorecards/list";
import * as scorecardPage from "@/db/scorecards/page";
import * as planPage from "@/db/scorecards/plan-page";
import * as scorecards from "@/db/scorecards/queries";
import * as reviewPage from "@/db/scorecards/review-page";
import * as segments from "@/db/segments/read";
import { cast, forbidden, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import * as tierPage from "@/db/tiers/page";
import * as tiers from "@/db/tiers/queries";
import * as adoptionReads from "@/db/usage/queries";
import * as views from "@/db/views/queries";
import * as webhookPayloads from "@/db/webhooks/payloads";
import * as webhookReads from "@/db/webhooks/queries";
import type { Viewer } from "@/lib/access/viewer";
import { alertFilter } from "@/lib/alerts/form";
import { segmentFilter } from "@/lib/announcements/form";
import { applicationFilter } from "@/lib/applications/form";
import { auditFilter } from "@/lib/audit/filter";
import { dealAddress } from "@/lib/deals/address";
import { dealFilter } from "@/lib/deals/filter";
import { registrationFilter } from "@/lib/deals/registrations/filter";
import { enteredKindKeys } from "@/lib/facts/form";
import { gapKeys } from "@/lib/home/gaps";
import { movementKeys } from "@/lib/home/movement";
import { earningsFilter, statementAddress } from "@/lib/incentives/address";
import { issueFilter } from "@/lib/issues/form";
import { leadFilter } from "@/lib/leads/filter";
import { dimensionKeys, staffDimensions } from "@/lib/metrics/dimensions";
import { readMetricFilter } from "@/lib/metrics/filter";
import { componentsOf as componentsOfMetric } from "@/lib/metrics/metric";
import { type MetricKey, metricKeys, metricOf } from "@/lib/metrics/registry";
import { partnerFilter } from "@/lib/partners/filter";
import { peopleFilter } from "@/lib/people/filter";
import { namedPeriod } from "@/lib/period";
import { findingFilter, pairFilter, qualityFilter } from "@/lib/quality/filter";
import { type RecordShow, recordShows } from "@/lib/record/filter";
import { scorecardFilter } from "@/lib/scorecards/filter";
import { segmentAddress } from "@/lib/segments/address";
import { adoptionFilter } from "@/lib/usage/filter";

const database = testDatabase();
const now = new Date(`${today}T12:00:00Z`);
const period = namedPeriod("this_quarter", today);

type Ids = { partner: string; deal: string; lead: string; person: string; metrics: MetricKey[] };
const partnerMetrics = metricKeys.filter((key) => metricOf(key).partnerSees);
const own: Ids = {
  partner: cast.a,
  deal: "aaaaaaaa-0000-4000-8000-000000000004",
  lead: "aaaaaaaa-0000-4000-8000-000000000008",
  person: viewerA.personId,
  metrics: partnerMetrics,
};
const others: Ids = {
  metrics: ["sourced_revenue", "influenced_revenue"],
  partner: cast.b,
  deal: "bbbbbbbb-0000-4000-8000-000000000004",
  lead: "bbbbbbbb-0000-4000-8000-000000000008",
  person: "bbbbbbbb-0000-4000-8000-000000000002",
};
const shared: Ids = { ...own, deal: cast.shared, metrics: [] };
/** No page asks these for a partner: they may be refused or empty, and must not leak either. */
const staffOnly: Ids = { ...own, metrics: metricKeys.filter((key) => !metricOf(key).partnerSees) };

const page = { limit: 50, offset: 0 };
const registrationIds = ["aaaaaaaa-0000-4000-8000-000000000007", "bbbbbbbb-0000-4000-8000-000000000007"];
/** Of A and of B, the closed review and the open one, and the plan. */
const reviews = [cast.a, cast.b].flatMap((partner) =>
  ["33", "34"].map((n, i) => ({
    id: partner.replace(/01$/, n),
    number: i + 1,
    startedAt: new Date("2026-01-01"),
    partner: { id: partner },
  })),
);
const plans = [cast.a, cast.b].map((partner) => partner.replace(/01$/, "35"));
const issueIds = [
  "aaaaaaaa-0000-4000-8000-000000000012",
  "aaaaaaaa-0000-4000-8000-000000000013",
  "bbbbbbbb-0000-4000-8000-000000000012",
];
const alertIds = ["aaaaaaaa", "bbbbbbbb"].flatMap((letter) =>
  ["40", "41"].map((n) => `${letter}-0000-4000-8000-0000000000${n}`),
);
const planId = "bbbbbbbb-0000-4000-8000-000000000030";
const openPlan = {
  config: { rate: "5" },
  scope: { types: [], tiers: [], regions: [], families: [], kinds: [], roles: [] },
  limits: { floorDeal: "", capDeal: "", capPeriod: "", capPartner: "", capProgram: "" },
};
const batchIds = ["aaaaaaaa-0000-4000-8000-000000000041", "bbbbbbbb-0000-4000-8000-000000000041"];
const statementsOf = (partner: string) =>
  ["2026-03", "2026-05"].map((month) => statementAddress.parse({ partner, month, currency: "USD" }));
const fundIds = (last: string) => [cast.a, cast.b].map((partner) => partner.replace(/01$/, last));
const importId = "eeeeeeee-0000-4000-8000-000000000001";

/** Every exported read that takes a viewer. A new one is added here, or the first test fails. */
const reads: Record<string, (viewer: Viewer, ids: Ids) => unknown> = {
  "alerts/queries listAlerts": (v) =>
    all(
      ["open", "snoozed", "resolved", "ended"].map((show) =>
        alertReads.listAlerts(v, alertFilter.parse({ show, whose: "all" }), now),
      ),
    ),
  "alerts/queries getAlert": (v) => all(alertIds.map((id) => alertReads.getAlert(v, id))),
  "alerts/queries listAlertEvents": (v) => all(alertIds.map((id) => alertReads.listAlertEvents(v, id))),
  "alerts/queries listAlertOwners": (v) => alertReads.listAlertOwners(v),
  "alerts/queries readAlertPage": (v) => all(alertIds.map((id) => alertReads.readAlertPage(v, id, now))),
  "alerts/rules readAlertRules": (v) => alertRuleReads.readAlertRules(v, now),
  "alerts/choice readDigestChoice": (v) => digestReads.readDigestChoice(v),
  "announcements/queries listUnread": (v) => announcements.listUnread(v),
  "announcements/queries listOwnAnnouncements": (v) => announcements.listOwnAnnouncements(v, 1),
  "announcements/queries listAnnouncements": (v) => announcements.listAnnouncements(v, 1, now),
  "announcements/queries readAnnouncement": (v, { partner }) =>
    announcements.readAnnouncement(v, partner.replace(/01$/, "53"), now),
  "announcements/queries previewSegment": (v) => announcements.previewSegment(v, segmentFilter.parse({})),
  "applications/queries listApplications": (v) =>
    applications.listApplications(v, applicationFilter.parse({ show: "all" }), now),
  "applications/queries readApplicationPage": (v, { partner }) =>
    applications.readApplicationPage(v, partner.replace(/01$/, "52"), now),
  "record/page readRecord": (v, { partner }) =>
    all(
      (Object.keys(recordShows) as RecordShow[]).map((show) =>
        recordPage.readRecord(v, partner, { show, page: 1 }, now),
      ),
    ),
  "record/queries listContacts": (v, { partner }) => record.listContacts(v, partner),
  "record/queries listLog": (v, { partner }) => record.listLog(v, partner, 1),
  "record/queries listTasks": (v, { partner }) => record.listTasks(v, partner),
  "record/queries readChecklist": (v, { partner }) => record.readChecklist(v, partner),
  "record/queries readLaunch": (v, { partner }) => record.readLaunch(v, partner),
  "record/queries listContracts": (v, { partner }) => record.listContracts(v, partner),
  "record/queries listTransactions": (v, { partner }) => record.listTransactions(v, partner),
  "imports/rows getStagedRow": (v) => importRowReads.getStagedRow(v, importId, "a.csv", 2),
  "quality/queries readQuality": (v) =>
    all(
      [{}, { partner: cast.b }, { partner: cast.a }].map((asked) =>
        qualityReads.readQuality(v, qualityFilter.parse(asked), now),
      ),
    ),
  "quality/queries listFindings": (v) => qualityReads.listFindings(v, findingFilter.parse({}), now),
  "quality/queries getFinding": (v) => all(fundIds("80").map((id) => qualityReads.getFinding(v, id))),
  "quality/duplicates listPairs": (v) =>
    all(
      ["partner", "person"].flatMap((kind) =>
        ["open", "merged"].map((show) => duplicateReads.listPairs(v, pairFilter.parse({ kind, show }), now)),
      ),
    ),
  "quality/duplicates getPair": (v) => all(fundIds("81").map((id) => duplicateReads.getPair(v, id))),
  "usage/queries readAdoption": (v) => adoptionReads.readAdoption(v, adoptionFilter.parse({}), now),
  "audit/queries listAuditEntries": (v) => audit.listAuditEntries(v, auditFilter.parse({})),
  "audit/queries exportAuditEntries": (v) => every(() => audit.exportAuditEntries(v, auditFilter.parse({}))),
  "audit/queries readAuditCheck": (v) => audit.readAuditCheck(v),
  "audit/queries listViewings": (v) => audit.listViewings(v),
  "deals/list listDeals": (v, { partner }) =>
    all([
      ...["opened", "closed", "amount", "name", "account"].map((sort) =>
        dealList.listDeals(v, dealFilter.parse({ sort }), today),
      ),
      ...["sourced", "influenced", "influenced_only", "direct"].map((role) =>
        dealList.listDeals(v, dealFilter.parse({ role }), today),
      ),
      dealList.listDeals(v, dealFilter.parse({ partner, tier: "gold", type: "reseller" }), today),
      dealList.listDeals(v, dealFilter.parse({ q: "CANARY" }), today),
      dealList.listDeals(v, dealFilter.parse({ industry: "CANARY-B-accounts-industry" }), today),
    ]),
  "deals/board readDealBoard": (v, { partner }) =>
    all([
      dealBoard.readDealBoard(v, dealFilter.parse({}), ["won", "prospecting"], today),
      dealBoard.readDealBoard(v, dealFilter.parse({ partner }), ["won", "prospecting"], today),
      dealBoard.readDealBoard(v, dealFilter.parse({ q: "CANARY" }), ["won", "prospecting"], today),
    ]),
  "deals/funnel readDealFunnel": (v, { partner }) =>
    all([{}, { partner }].map((asked) => dealFunnel.readDealFunnel(v, dealFilter.parse(asked), today))),
  "deals/sums readDealGroups": (v, { partner }) =>
    all(
      (["stage", "month", "family", "partner", "tier", "region"] as const).flatMap((by) =>
        [{}, { partner }].map((asked) => dealSums.readDealGroups(v, dealFilter.parse(asked), by, today)),
      ),
    ),
  "deals/list-page readDealsPage": (v) =>
    all(
      (["table", "board", "funnel", "sums"] as const).map((show) =>
        dealListPage.readDealsPage(v, dealAddress.parse({ company: "CANARY", show, group: "partner" }), now),
      ),
    ),
  "deals/list exportDeals": (v) => every(() => dealList.exportDeals(v, dealFilter.parse({}), today)),
  "deals/options dealFilterOptions": (v, { partner }) =>
    dealOptions.dealFilterOptions(v, {
      partner: [partner],
      account: ["bbbbbbbb-0000-4000-8000-000000000003"],
      company: "CANARY",
    }),
  "deals/page readDealPage": (v, { deal }) => dealPage.readDealPage(v, deal),
  "deals/lines readLinesForm": (v, { deal }) => dealLines.readLinesForm(v, deal),
  "deals/page readTeamPage": (v, { deal }) => dealPage.readTeamPage(v, deal, "CANARY"),
  "deals/people listDealPeople": (v, { deal }) => dealPeople.listDealPeople(v, deal),
  "deals/people findDealPartners": (v, { deal }) => dealPeople.findDealPartners(v, deal, "CANARY"),
  "deals/people listDealCandidates": (v, { deal }) => dealPeople.listDealCandidates(v, deal),
  "deals/shares listDealShares": (v, { deal }) => dealShares.listDealShares(v, deal),
  "files/queries listFiles": (v, { deal }) =>
    all([
      files.listFiles(v, { of: "deal", id: deal }),
      files.listFiles(v, { of: "partner", id: cast.a }),
      files.listFiles(v, { of: "partner", id: cast.b }),
      ...registrationIds.map((id) => files.listFiles(v, { of: "registration", id })),
      ...fundIds("44").map((id) => files.listFiles(v, { of: "claim", id })),
    ]),
  "funds/queries readMyFunds": (v) => (v.kind === "partner" ? funds.readMyFunds(v) : null),
  "funds/queries readRequestForm": (v) =>
    v.kind === "partner" ? all([undefined, ...fundIds("43")].map((id) => funds.readRequestForm(v, id))) : null,
  "funds/page readFundRequest": (v) => all(fundIds("43").map((id) => fundPages.readFundRequest(v, id))),
  "funds/page listLinkable": (v) =>
    all(fundIds("43").map((id) => fundPages.listLinkable(v, { id, partnerId: cast.b, startsOn: "2026-01-01" }))),
  "funds/page readClaim": (v) => all(fundIds("44").map((id) => fundPages.readClaim(v, id))),
  "funds/return readReturn": (v) => fundReturn.readReturn(v, readMetricFilter({}), now),
  "funds/staff readQueue": (v) => fundStaff.readQueue(v),
  "funds/staff listBudgets": (v) => fundStaff.listBudgets(v),
  "funds/staff readBudget": (v) => all(fundIds("41").map((id) => fundStaff.readBudget(v, id))),
  "files/queries getFile": (v) => all(registrationIds.map((id) => files.getFile(v, id.replace(/7$/, "9")))),
  "deals/queries getDeal": (v, { deal }) => deals.getDeal(v, deal),
  "deals/queries listDealVersions": (v, { deal }) => deals.listDealVersions(v, deal),
  "deals/queries listDealLines": (v, { deal }) => deals.listDealLines(v, deal),
  "deals/queries listDealPartners": (v, { deal }) => deals.listDealPartners(v, deal),
  "deals/queries listDealRegistrations": (v, { deal }) => deals.listDealRegistrations(v, deal),
  "deals/queries listDealActivities": (v, { deal }) => deals.listDealActivities(v, deal),
  "program/policies getPolicies": (v) => policies.getPolicies(v),
  "reports/queries readReports": (v) => reportReads.readReports(v),
  "reports/queries getReportFile": (v) =>
    all(registrationIds.map((id) => reportReads.getReportFile(v, id.replace(/07$/, "62")))),
  "webhooks/payloads readPayload": (v, { deal }) =>
    all([
      ...registrationIds.map((id) => webhookPayloads.readPayload(v, "deal.decided", id)),
      webhookPayloads.readPayload(v, "deal.stage_moved", deal),
      ...registrationIds.map((id) => webhookPayloads.readPayload(v, "alert.raised", id.replace(/07$/, "40"))),
      ...registrationIds.map((id) => webhookPayloads.readPayload(v, "payout.paid", id.replace(/07$/, "42"))),
    ]),
  "health/queries readHealth": (v) => healthReads.readHealth(v),
  "webhooks/queries readWebhooks": (v) => webhookReads.readWebhooks(v),
  "registrations/queries listRegistrations": (v) =>
    all(
      ["", "all", "approved", "returned", "ended"].map((show) =>
        registrationReads.listRegistrations(v, registrationFilter.parse({ show, q: show === "all" ? "CANARY" : "" })),
      ),
    ),
  "registrations/queries countRegistrations": (v) => registrationReads.countRegistrations(v),
  "registrations/queries getRegistration": (v) =>
    all(registrationIds.map((id) => registrationReads.getRegistration(v, id))),
  "registrations/queries partnerRecord": (v, { partner }) => registrationReads.partnerRecord(v, partner),
  "registrations/queries decisionTimes": (v) => registrationReads.decisionTimes(v),
  "registrations/queries listProducts": (v) => registrationReads.listProducts(v),
  "registrations/queries listCurrencies": (v) => registrationReads.listCurrencies(v),
  "registrations/page readRegistrationPage": (v) =>
    all(registrationIds.map((id) => registrationPage.readRegistrationPage(v, id))),
  "registrations/page readRegistrationForm": (v) => registrationPage.readRegistrationForm(v),
  "imports/queries listImports": (v) => imports.listImports(v),
  "imports/queries getImport": (v) => imports.getImport(v, importId),
  "imports/queries countByEntity": (v) => imports.countByEntity(v, importId),
  "imports/queries listChanges": (v) => imports.listChanges(v, importId, "created", page),
  "imports/queries listRejected": (v) => imports.listRejected(v, importId, page),
  "imports/queries getMapping": (v) => imports.getMapping(v, "maven-crm"),
  "imports/queries listSources": (v) => imports.listSources(v),
  "jobs/queries readJobs": (v) => jobReads.readJobs(v),
  "issues/queries listIssues": (v) =>
    all(["waiting", "answered", "all"].map((show) => issues.listIssues(v, issueFilter.parse({ show }), now))),
  "issues/queries listOpenAbout": (v, { partner }) =>
    all([
      issues.listOpenAbout(v, { metric: "sourced_revenue", partnerId: partner }),
      issues.listOpenAbout(v, { metric: "sourced_revenue", partnerId: null }),
    ]),
  "issues/queries getIssue": (v) => all(issueIds.map((id) => issues.getIssue(v, id))),
  "issues/queries listIssueEvents": (v) => all(issueIds.map((id) => issues.listIssueEvents(v, id))),
  "issues/queries readIssuePage": (v) => all(issueIds.map((id) => issues.readIssuePage(v, id, now))),
  "issues/questioned readQuestioned": (v, { partner, deal }) =>
    all([questioned.readQuestioned(v, "sourced_revenue", readMetricFilter({ partner }), `deal:${deal}`, now)]),
  "incentives/missing listMissingMoney": (v) => missingMoney.listMissingMoney(v, ""),
  "incentives/queries readBalances": (v, { partner }) => incentives.readBalances(v, partner),
  "incentives/queries readHeld": (v, { partner }) => incentives.readHeld(v, partner),
  "incentives/queries listMonths": (v, { partner }) => incentives.listMonths(v, partner),
  "incentives/queries readPartnerIncentives": (v, { partner }) => incentives.readPartnerIncentives(v, partner),
  "incentives/queries listPartnerBalances": (v) => incentives.listPartnerBalances(v, earningsFilter.parse({})),
  "incentives/simulate simulatePlan": async (v) => {
    const { plan } = await incentiveStaff.getPlan(v, planId);
    return simulation.simulatePlan(v, { ...planOf(plan), ...openPlan }, today);
  },
  "incentives/staff readOverview": (v) => incentiveStaff.readOverview(v, earningsFilter.parse({})),
  "incentives/staff listPlans": (v) => incentiveStaff.listPlans(v),
  "incentives/staff getPlan": (v) => incentiveStaff.getPlan(v, planId),
  "incentives/staff readApprovals": (v) => incentiveStaff.readApprovals(v, ""),
  "incentives/statement listLines": (v, { partner }) =>
    all(statementsOf(partner).map((of) => statementReads.listLines(v, of))),
  "incentives/statement readStatement": (v, { partner }) =>
    all(statementsOf(partner).map((of) => statementReads.readStatement(v, of))),
  "incentives/statement exportLines": (v, { partner }) =>
    all(statementsOf(partner).map((of) => every(() => statementReads.exportLines(v, of)))),
  "payouts/details listDetails": (v, { partner }) => payoutDetails.listDetails(v, partner),
  "payouts/file bankFile": (v) => all(batchIds.map((id) => payoutFile.bankFile(v, id, "csv"))),
  "payouts/policies readPolicies": (v) => payoutPolicies.readPolicies(v),
  "payouts/queries listPayouts": (v, { partner }) => payouts.listPayouts(v, partner),
  "payouts/queries readPayouts": (v) => payouts.readPayouts(v),
  "payouts/queries readBatch": (v) => all(batchIds.map((id) => payouts.readBatch(v, id))),
  "payouts/statements readStanding": (v, { partner }) =>
    all(statementsOf(partner).map((of) => statementStanding.readStanding(v, of))),
  "payouts/statements readLine": (v) =>
    all(["a", "b"].map((of) => statementStanding.readLine(v, `${of.repeat(8)}-0000-4000-8000-000000000033`))),
  "payouts/readiness readReadiness": (v, { partner }) => readiness.readReadiness(v, partner),
  "payouts/readiness listPayable": (v) => readiness.listPayable(v, { currency: "USD", after: "" }),
  "leads/list listLeads": (v, { partner }) =>
    all([{}, { partner }, { q: "CANARY" }].map((asked) => leadList.listLeads(v, leadFilter.parse(asked)))),
  "leads/list readLeadsPage": (v) => leadList.readLeadsPage(v, leadFilter.parse({}), now),
  "leads/list readOwnLeads": (v) => leadList.readOwnLeads(v, 1, now),
  "leads/page getLead": (v, { lead }) => leadPage.getLead(v, lead),
  "leads/page listOffers": (v, { lead }) => leadPage.listOffers(v, lead),
  "leads/page listNotes": (v, { lead }) => leadPage.listNotes(v, lead),
  "leads/page readLeadPage": (v, { lead }) => leadPage.readLeadPage(v, lead, now),
  "leads/page readLeadWords": (v) => leadPage.readLeadWords(v),
  "metrics/compare compareOf": (v, { partner, metrics: keys }) =>
    all(
      keys
        .slice(0, 4)
        .flatMap((metric) =>
          [undefined, partner].map((partnerId) =>
            compare.compareOf(v, { metric, period, partnerId, compare: compare.comparisons, now }),
          ),
        ),
    ),
  "metrics/definition readDefinition": (v) =>
    all((["win_rate", "sales_cycle", "portal_adoption"] as const).map((key) => definition.readDefinition(v, key, now))),
  "metrics/dictionary readDictionary": (v) => dictionary.readDictionary(v, readMetricFilter({}), now),
  "metrics/explain explainMetric": (v, { partner, metrics: keys }) =>
    inTens(
      [
        // The values themselves are asked for by `ask`, of every metric.
        ...keys.filter((_, n) => n % 4 === 0).map((key) => [key, { by: "partner" }] as const),
        ...cutsOf(v, keys).map((by) => ["sourced_revenue", { by }] as const),
        ...cutsOf(v, keys).map((by) => ["influenced_revenue", { by }] as const),
        ["sourced_revenue", { partner }] as const,
      ],
      ([key, filter]) => explain.explainMetric(v, key, readMetricFilter(filter), now),
    ),
  "metrics/figures readFigures": (v, { partner, metrics: keys }) =>
    all([figures.readFigures(v, keys, period, now), figures.readFigures(v, keys, period, now, { partnerId: partner })]),
  "facts/queries listEntered": (v) => all(enteredKindKeys.map((what) => enteredFacts.listEntered(v, what))),
  "home/partner readPartnerDay": (v) => partnerDay.readPartnerDay(v, readMetricFilter({}), now),
  "home/executive readExecutive": (v) => executive.readExecutive(v, readMetricFilter({}), now),
  "home/morning readMorning": (v) => morning.readMorning(v, { own: false }, now),
  "home/morning listMorningDeals": (v) =>
    all(movementKeys.map((key) => morning.listMorningDeals(v, key, { own: false }, 1, now))),
  "home/morning listMorningGaps": (v) =>
    all(gapKeys.map((key) => morning.listMorningGaps(v, key, { own: false }, 1, now))),
  "home/morning listMorningCalls": (v) => morning.listMorningCalls(v, { own: true }, now),
  "metrics/home readScorecard": (v) => home.readScorecard(v, readMetricFilter({}), now),
  "metrics/home readHome": (v) => home.readHome(v, readMetricFilter({}), now),
  "metrics/explain readExplanation": (v, { partner, metrics: keys }) =>
    all([
      ...keys.slice(0, 2).map((key) => explain.readExplanation(v, key, readMetricFilter({}), now)),
      explain.readExplanation(v, "sourced_revenue", readMetricFilter({ partner }), now),
    ]),
  "metrics/queries ask": (v, { partner, metrics: keys }) =>
    inTens(
      [
        ...keys.map((metric) => ({ metric, span: period })),
        ...keys.map((metric) => ({ metric, span: period, partnerId: partner })),
        ...cutsOf(v, keys).map((by) => ({ metric: "sourced_revenue" as const, span: period, by })),
      ],
      (question) => metrics.ask(v, question),
    ),
  "metrics/rows listFacts": (v, { partner, metrics: keys }) =>
    all(
      componentsOf(keys).flatMap((component) => [
        facts.listFacts(v, { component, span: period, where: {} }),
        facts.listFacts(v, { component, span: period, where: {}, partnerId: partner }),
      ]),
    ),
  "metrics/rows exportFacts": (v, { metrics: keys }) =>
    all(
      componentsOf(keys)
        .slice(0, 3)
        .map((component) => every(() => facts.exportFacts(v, { component, span: period, where: {} }))),
    ),
  "partners/merge-side getMergeSide": (v, { partner }) => mergeSide.getMergeSide(v, partner),
  "partners/list readPartnersPage": (v) => partnerList.readPartnersPage(v, partnerFilter.parse({}), now),
  "partners/list listPartners": (v) => partnerList.listPartners(v, partnerFilter.parse({}), today),
  "partners/list exportPartners": (v) => every(() => partnerList.exportPartners(v, partnerFilter.parse({}), today)),
  "partners/list partnerFilterOptions": (v) => partnerList.partnerFilterOptions(v),
  "partners/list listManagers": (v) => partnerList.listManagers(v),
  "partners/page readPartnerPage": (v, { partner }) => partnerPage.readPartnerPage(v, partner, now),
  "partners/queries getPartner": (v, { partner }) => partners.getPartner(v, partner),
  "partners/queries listPartnerVersions": (v, { partner }) => partners.listPartnerVersions(v, partner),
  "partners/queries listPartnerPeople": (v, { partner }) => partners.listPartnerPeople(v, partner),
  "partners/queries listCertifications": (v, { partner }) => partners.listCertifications(v, partner),
  "partners/queries listPartnerActivities": (v, { partner }) => partners.listPartnerActivities(v, partner),
  "partners/queries openByStage": (v, { partner }) => partners.openByStage(v, partner),
  "partners/queries listMerges": (v, { partner }) => partners.listMerges(v, partner),
  "people/queries listPeople": (v) => people.listPeople(v, peopleFilter.parse({})),
  "people/queries getPartnerName": (v, { partner }) => people.getPartnerName(v, partner),
  "people/queries getPerson": (v, { person }) => people.getPerson(v, person),
  "people/queries listPersonHistory": (v, { person }) => people.listPersonHistory(v, person),
  "people/queries listTeam": (v) => people.listTeam(v),
  "people/queries listOwnSessions": (v) => people.listOwnSessions(v),
  "people/queries listPartnersToInviteFor": (v) => people.listPartnersToInviteFor(v),
  "periods/queries listPeriods": (v) => periodReads.listPeriods(v),
  "periods/queries readPeriod": (v) => periodReads.readPeriod(v, cast.period, now),
  "periods/queries readMovedRows": (v) => periodReads.readMovedRows(v, cast.period, "sourced_revenue"),
  "periods/queries findClosedFigure": (v, { partner }) =>
    all(
      [partner, null].map((partnerId) =>
        periodReads.findClosedFigure(v, {
          metric: "sourced_revenue",
          span: { from: "2026-01-01", to: "2026-04-01" },
          partnerId,
        }),
      ),
    ),
  "periods/queries readShown": (v) => periodReads.readShown(v),
  "program/queries getProgram": (v) => program.getProgram(v, now),
  "program/queries listTiers": (v) => program.listTiers(v),
  "program/queries listStages": (v) => program.listStages(v),
  "program/queries listTiersWithPartners": (v) => program.listTiersWithPartners(v),
  "program/queries listTierCriteria": (v) => program.listTierCriteria(v),
  "program/queries getTier": (v) => program.getTier(v, "gold"),
  "program/queries hasDeals": (v) => program.hasDeals(v),
  "tiers/page readTierPage": (v, { partner }) => tierPage.readTierPage(v, partner, { by: "2026-09-30" }, now),
  "tiers/page readReviewPage": (v, { partner }) =>
    tierPage.readReviewPage(v, `${partner.slice(0, 24)}000000000010`, now),
  "tiers/queries listPartnerMoves": (v, { partner }) => tiers.listPartnerMoves(v, partner),
  "tiers/queries listMoveEvents": (v, { partner }) =>
    tiers.listMoveEvents(
      v,
      [10, 11].map((n) => `${partner.slice(0, 24)}${String(n).padStart(12, "0")}`),
    ),
  "tiers/queries listTierValues": (v, { partner }) => tiers.listTierValues(v, partner),
  "tiers/queries listReviews": (v) => tiers.listReviews(v, "notice", 1),
  "tiers/queries listEvaluations": (v) => tiers.listEvaluations(v),
  "tiers/queries getReview": (v, { partner }) => tiers.getReview(v, `${partner.slice(0, 24)}000000000010`),
  "scorecards/edit-page readScorecardForm": (v, { partner }) => scorecardEdit.readScorecardForm(v, partner, now),
  "scorecards/figures countScorecard": (v, { partner }) =>
    scorecardFigures.countScorecard(v, partner, ["registrations"], { period, today, now }),
  "scorecards/list listScorecards": (v) =>
    all(["", "CANARY"].map((q) => scorecardList.listScorecards(v, scorecardFilter.parse({ q }), now))),
  "scorecards/list listWithoutScorecard": (v) => scorecardList.listWithoutScorecard(v, ""),
  "scorecards/page readScorecard": (v, { partner }) => scorecardPage.readScorecard(v, partner, "", now),
  "scorecards/queries getScorecard": (v, { partner }) => scorecards.getScorecard(v, partner),
  "scorecards/queries listScorecardMetrics": (v, { partner }) => scorecards.listScorecardMetrics(v, partner),
  "scorecards/queries listReviews": (v, { partner }) => scorecards.listReviews(v, partner),
  "scorecards/queries listOpenItems": (v, { partner }) => scorecards.listOpenItems(v, partner),
  "scorecards/queries findPlan": (v, { partner }) => scorecards.findPlan(v, partner),
  "scorecards/queries listOwners": (v, { partner }) => scorecards.listOwners(v, partner),
  "scorecards/review-page getReview": (v) => all(reviews.map(({ id }) => reviewPage.getReview(v, id))),
  "scorecards/review-page listFigures": (v) => all(reviews.map(({ id }) => reviewPage.listFigures(v, id))),
  "scorecards/review-page listReviewItems": (v) => all(reviews.map((review) => reviewPage.listReviewItems(v, review))),
  "scorecards/review-page readInternalNotes": (v) => all(reviews.map(({ id }) => reviewPage.readInternalNotes(v, id))),
  "scorecards/review-page readReview": (v) => all(reviews.map(({ id }) => reviewPage.readReview(v, id, now))),
  "scorecards/plan-page findLatestPlan": (v, { partner }) => planPage.findLatestPlan(v, partner),
  "scorecards/plan-page listGoals": (v) => all(plans.map((id) => planPage.listGoals(v, id))),
  "scorecards/plan-page listActivities": (v) => all(plans.map((id) => planPage.listActivities(v, id))),
  "scorecards/plan-page readPlan": (v, { partner }) => planPage.readPlan(v, partner, now),
  "segments/read readSegments": (v) => segments.readSegments(v, segmentAddress.parse({ set: "potential" }), now),
  "views/queries readKeptList": (v) => views.readKeptList(v, "deals"),
};

/** What the viewer may cut figures by, asked once. */
const cutsOf = (viewer: Viewer, keys: MetricKey[]) =>
  keys.length < 10 ? [] : dimensionKeys.filter((by) => viewer.kind === "staff" || !staffDimensions.has(by));

/** The components of the partner's own figures. */
function componentsOf(keys: MetricKey[]) {
  return [...new Set(keys.flatMap((key) => componentsOfMetric(metricOf(key), true)))];
}

/** What a set of questions was answered, refusals included, as text. */
const all = (questions: unknown[]) => Promise.all(questions.map((question) => outcome(() => question)));

/** The same of questions that are too many to be asked at once: ten at a time. */
async function inTens<T>(asked: readonly T[], ask: (one: T) => Promise<unknown>) {
  const answers: unknown[] = [];
  for (let first = 0; first < asked.length; first += 10)
    answers.push(...(await all(asked.slice(first, first + 10).map(ask))));
  return answers;
}
const every = async (steps: () => AsyncGenerator<unknown>) => {
  const read: unknown[] = [];
  for await (const step of steps()) read.push(step);
  return read;
};

async function outcome(question: () => unknown): Promise<unknown> {
  try {
    return { answer: await question() };
  } catch (error) {
    const { name, code, cause } = error as Error & { code?: string; cause?: { code?: string } };
    return { refused: cause?.code ?? code ?? name };
  }
}

/** Everything that A gets, for its own ids, B's, and those of the deal of both. */
async function readAll(viewer: Viewer = viewerA): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // What an earlier round was answered, behind other walls, says nothing about this one.
  await database.sql`delete from metric_answers where key !~ '^answer'`;
  for (const [name, read] of Object.entries(reads)) {
    for (const [whose, ids] of Object.entries({ own, others, shared, staffOnly }))
      found.set(`${name}, ${whose}`, asText(await outcome(() => read(viewer, ids))));
  }
  return found;
}

/** Which partners' sums are being made again is no answer to anybody: it names rows to read, and is left out. */
const asText = (value: unknown) =>
  JSON.stringify(value, (key, part) => (key === "dirty" ? undefined : typeof part === "bigint" ? `${part}` : part));

const leaks = (answers: Map<string, string>) =>
  [...answers].flatMap(([name, text]) => {
    const hit = forbidden.exec(text)?.[0];
    return hit ? [`${name}: ${hit}`] : [];
  });

/** The predicate of `scope`, and every other that carries its mark, says yes to each row. */
function withoutScope() {
  const real = PgDialect.prototype.sqlToQuery;
  let changed = 0;
  vi.spyOn(PgDialect.prototype, "sqlToQuery").mockImplementation(function (this: PgDialect, ...given) {
    const query = real.apply(this, given);
    const text = query.sql.replaceAll(") /* own rows */)", ") or true /* own rows */)");
    if (text !== query.sql) changed += 1;
    return { ...query, sql: text };
  });
  return { changed: () => changed };
}

async function rowSecurity(state: "enable" | "disable") {
  await answersKept();
  const tables = await database.sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  await database.sql.unsafe(tables.map(({ name }) => `alter table ${name} ${state} row level security`).join(";"));
}

/** With both walls. */
let both: Map<string, string>;

beforeAll(async () => {
  await plantCanaries(database.sql);
  await drainDirty();
  both = await readAll();
}, 120_000);

afterEach(async () => {
  vi.restoreAllMocks();
  await rowSecurity("enable");
});

describe("what a partner reads", () => {
  it("is asked of every read that takes a viewer", () => {
    expect(Object.keys(reads).sort()).toEqual(exportedReads());
  });

  it("is tried with rows of another partner in every table that carries one", async () => {
    const dialect = new PgDialect();
    const walled = walls.filter(
      ({ own: rows }) => dialect.sqlToQuery(rows(database.sql as never, database.sql as never)).sql !== "true",
    );
    const named = await database.sql<{ name: string }[]>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'partner_id'`;
    const tables = new Set([...named.map(({ name }) => name), ...walled.map(({ table }) => nameOf(table))]);
    tables.delete("metric_dirty");
    // A cohort is of nobody by name.
    tables.delete("metric_cohorts");
    const empty: string[] = [];
    for (const table of tables) {
      const [row] = await database.sql`select 1 from ${database.sql(table)} t where t::text ~ 'bbbbbbbb-0000'`;
      if (!row) empty.push(table);
    }
    expect(empty).toEqual([]);
  });

  it("shows nothing of another partner, and the own rows", async () => {
    const answers = both;
    expect(leaks(answers)).toEqual([]);
    expect(answers.get("deals/queries getDeal, own")).toContain("own deals name");
    expect(answers.get("deals/queries getDeal, shared")).toContain("Shared deal");
    expect(answers.get("deals/queries getDeal, others")).toBe('{"refused":"NotFound"}');
    expect(answers.get("partners/queries getPartner, own")).toContain("own partners name");
    expect(answers.get("audit/queries listViewings, own")).toContain('"action":"partner.viewed_as"');
    expect(answers.get("audit/queries listViewings, own")?.match(/"action"/g)).toHaveLength(1);
  }, 120_000);

  it("is the same when row-level security is off: the scope of the queries holds alone", async () => {
    await rowSecurity("disable");
    const alone = await readAll();
    expect(leaks(alone)).toEqual([]);
    expect(differing(both, alone)).toEqual([]);
  }, 120_000);

  it("is the same when the scope says yes to every row: row-level security holds alone", async () => {
    const mutation = withoutScope();
    const alone = await readAll();
    expect(mutation.changed()).toBeGreaterThan(100);
    expect(leaks(alone)).toEqual([]);
    expect(differing(both, alone)).toEqual([]);
  }, 120_000);

  it("would show the other partner's rows without both walls: the check can fail", async () => {
    withoutScope();
    await rowSecurity("disable");
    const open = leaks(await readAll()).map((leak) => leak.split(",")[0]);
    expect(new Set(open)).toEqual(new Set([...new Set(open), ...leaky]));
  }, 120_000);
});

describe("what staff read", () => {
  it("is everything", async () => {
    const answers = await readAll(staffViewer);
    expect(answers.get("deals/queries getDeal, others")).toContain("CANARY-B-deals-name");
    expect(answers.get("partners/queries getPartner, others")).toContain("CANARY-B-partners-name");
    const refused = [...answers].flatMap(
      ([name, text]) => /"refused":"(?!NotFound)[^"]*/.exec(text)?.[0].concat(` ${name}`) ?? [],
    );
    expect(refused).toEqual([]);
  }, 120_000);
});

const leaky = ["deals/queries getDeal", "metrics/rows listFacts", "partners/queries getPartner"];

const differing = (one: Map<string, string>, other: Map<string, string>) =>
  [...one].flatMap(([name, text]) =>
    name.endsWith("staffOnly") || other.get(name) === text
      ? []
      : [`${name}: ${difference(text, other.get(name) ?? "")}`],
  );

function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `${one.slice(Math.max(0, at - 60), at + 60)} <> ${other.slice(Math.max(0, at - 60), at + 60)}`;
}

const nameOf = (table: (typeof walls)[number]["table"]) =>
  (table as unknown as Record<symbol, string>)[Symbol.for("drizzle:Name")] ?? "";

function exportedReads(): string[] {
  const root = import.meta.dirname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|(^|\/)(testing|seed|migrations)\//.test(file),
  );
  const read =
    /export (?:async )?(?:function\*? (\w+)\(|const (\w+) = (?:cache\()?(?:async )?\()\s*(?:viewer|asker)\b/g;
  return files
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(read)].map(
        (found) => `${file.slice(0, -3)} ${found[1] ?? found[2]}`,
      ),
    )
    .filter((name) => !unread.includes(name))
    .sort();
}

/** Takes a viewer and reads nothing by itself. */
const unread = [
  "alerts/conditions openAlert",
  "alerts/conditions seen",
  "alerts/conditions theirs",
  "client withViewer",
  "deals/conditions companiesOf",
  "deals/conditions dealConditions",
  "deals/conditions onePartner",
  "deals/conditions ownConditions",
  "deals/orders namedJoin",
  "deals/orders walkNames",
  "deals/rows allRows",
  "deals/sums questionOf",
  "deals/walk walk",
  "deals/walk walkSearch",
  "deals/walk walkStaffSearch",
  "leads/standing standing",
  "metrics/dictionary reachable",
  "metrics/queries reachOf",
  "partners/conditions ownBookFirst",
  "partners/conditions partnerConditions",
  "scope scope",
  "quality/queries requireStaff",
  "views/side sideOf",
];
