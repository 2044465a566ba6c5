import { generatedId } from "@/db/bulk/people";
import { edgeText } from "@/lib/deals/filter";
import type { Program } from "./program";

/** A page to measure: `role` says as whom, by the key of a kept session; a name without "·" is one of the main pages. */
export type MeasuredPage = { page: string; role: string; path: string };

/**
 * What the listed pages need to know of the program: a deal in the middle of the list of all, and of the largest partner's,
 * and the registration whose decision is due next.
 */
export type Middle = { all: { day: string; id: string }; largest: { day: string; id: string }; due: string };

const dealSorts = ["closes", "closed", "expected", "amount", "stage", "name", "account", "outcome", "partner", "owner"];
const partnerSorts = ["name", "tier", "status", "country", "joined", "pipeline", "won"];

const dealFilters = {
  text: "q=Kestrel",
  "text of one": "q=Kestrel+Bank+77",
  stage: "stage=proposal",
  outcome: "outcome=open",
  sourced: "role=sourced",
  influenced: "role=influenced",
  industry: "industry=Retail",
  family: "family=Security",
  "not accepted": "accepted=no",
  closed: "from=2026-07-01&to=2026-10-01",
  opened: "by=opened&from=2026-07-01&to=2026-10-01",
  expected: "by=expected&from=2026-11-01&to=2027-01-01",
  amount: "min=50000&max=60000",
};
const staffDealFilters = {
  ...dealFilters,
  "influenced, not sourced": "role=influenced_only",
  direct: "role=direct",
  type: "type=msp",
  tier: "tier=gold",
  region: "region=DACH",
};
const partnerFilters = {
  text: "q=Kaveri",
  tier: "tier=gold",
  status: "status=dormant",
  type: "type=isv",
  importance: "importance=high",
  contract: "contract=expired",
  specialization: "specialization=Compliance",
  country: "country=Germany",
  region: "region=DACH",
  territory: "territory=DACH+1",
  "own book": "manager=me",
  "open deals": "deals=open",
  certified: "certified=no",
};

/** Every page that is measured, the main ones first. */
export function measuredPages(program: Program, middle: Middle): MeasuredPage[] {
  const { largest, typical } = program;
  const staff = (page: string, path: string, role = "admin"): MeasuredPage => ({ page, role, path });
  return [
    staff("home", "/home"),
    staff("home of the executive", "/home", "executive"),
    staff("home of a channel manager", "/home", "channel_manager"),
    staff("executive summary", "/executive"),
    staff("segments", "/segments"),
    staff("scorecards", "/scorecards"),
    staff("scorecard, typical", `/scorecards/${typical}`),
    staff("scorecard, largest", `/scorecards/${largest}`),
    staff("metrics", "/metrics", "executive"),
    staff("partner, typical", `/partners/${typical}`),
    staff("partner, largest", `/partners/${largest}`),
    staff("partners", "/partners"),
    staff("deals", "/deals"),
    staff("registrations", "/registrations"),
    staff("registration to decide", `/registrations/${middle.due}`),
    ...explained("admin", ["sourced_revenue", "win_rate", "sourced_pipeline?by=partner"]),
    ...["typical_admin", "largest_admin"].flatMap((role) =>
      partnerMain(role, role === "typical_admin" ? typical : largest),
    ),
    staff("partners · deep", `/partners?page=${Math.ceil(program.partners / 100)}`),
    ...listed(
      "partners",
      "admin",
      partnerSorts.map((sort) => [`by ${sort}`, `sort=${sort}`]),
    ),
    ...listed("partners", "admin", Object.entries(partnerFilters)),
    ...listed("registrations", "admin", [
      ["all", "show=all"],
      ["ended", "show=ended"],
      ["a search", "show=all&q=Kestrel+Bank+77"],
    ]),
    ...dealLists("admin", middle.all, [
      ...Object.entries(staffDealFilters),
      ["partner", `partner=${largest}`],
      ["account", `account=${generatedId("account", 1)}`],
      ["owner", `owner=${generatedId("staff", 5)}`],
      ["sums by partner", "show=sums&group=partner"],
      ["sums by tier", "show=sums&group=tier"],
    ]),
    ...dealLists("largest_admin", middle.largest, Object.entries(dealFilters)),
    ...dealLists("typical_admin", middle.all, Object.entries(dealFilters)),
  ];
}

function partnerMain(role: string, id: string): MeasuredPage[] {
  return [
    { page: "home", role, path: "/home" },
    { page: "company", role, path: `/partners/${id}` },
    { page: "deals", role, path: "/deals" },
    { page: "registrations", role, path: "/registrations" },
    { page: "scorecard", role, path: `/scorecards/${id}` },
    { page: "metrics", role, path: "/metrics" },
    ...explained(role, ["sourced_revenue", "win_rate", "sourced_pipeline?by=stage"]),
  ];
}

const explained = (role: string, metrics: string[]): MeasuredPage[] =>
  metrics.map((metric) => ({ page: `explain ${metric}`, role, path: `/metrics/${metric}` }));

const listed = (list: string, role: string, queries: [string, string][]): MeasuredPage[] =>
  queries.map(([name, query]) => ({ page: `${list} · ${name}`, role, path: `/${list}?${query}` }));

function dealLists(role: string, { day, id }: Middle["all"], filters: [string, string][]): MeasuredPage[] {
  const after = edgeText({ key: day, id });
  const sorts = dealSorts.map((sort): [string, string] => [`by ${sort}`, `sort=${sort}`]);
  return listed("deals", role, [
    ["deep", `after=${after}`],
    ["upwards", "dir=asc"],
    ...sorts,
    ...filters,
    ["filter and deep", `outcome=won&after=${after}`],
    ["board", "show=board"],
    ["funnel", "show=funnel"],
    ["sums by month", "show=sums&group=month"],
    ["sums by family", "show=sums&group=family"],
  ]);
}
