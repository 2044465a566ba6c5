import { can, type Permission } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";

/** The groups of the menu, in their order; what is in none comes before them. */
const menuGroups = ["Pipeline", "Program", "Money", "Figures", "Admin"] as const;
type MenuGroup = (typeof menuGroups)[number];

type Page = {
  /** As the folder names it; `[partnerId]` in a menu's entry is the viewer's own company. */
  href: string;
  label: string;
  permission: Permission;
  menu?: { icon: string; group?: MenuGroup; audience?: "staff" | "partner" };
};

/** Every page of the portal: its name, who may open it, and whether it stands in the menu, in this order. */
export const pages = [
  { href: "/home", label: "Home", permission: "home.read", menu: { icon: "house" } },
  { href: "/alerts", label: "Alerts", permission: "alerts.read", menu: { icon: "bell" } },
  { href: "/alerts/[alertId]", label: "Alert", permission: "alerts.read" },
  { href: "/alerts/rules", label: "Rules of alerts", permission: "alerts.rules" },
  { href: "/alerts/rules/[rule]", label: "Rule of alerts", permission: "alerts.rules" },
  { href: "/home/deals", label: "Deals that moved or stand still", permission: "partners.list" },
  { href: "/home/gaps", label: "Gaps of certification and onboarding", permission: "partners.list" },
  { href: "/home/calls", label: "Partners to call", permission: "partners.list" },
  {
    href: "/executive",
    label: "Executive summary",
    permission: "executive.read",
    menu: { icon: "file-chart-column", audience: "staff" },
  },
  {
    href: "/partners",
    label: "Partners",
    permission: "partners.list",
    menu: { icon: "handshake", group: "Program", audience: "staff" },
  },
  {
    href: "/segments",
    label: "Segments",
    permission: "partners.list",
    menu: { icon: "target", group: "Program", audience: "staff" },
  },
  {
    href: "/applications",
    label: "Applications",
    permission: "applications.read",
    menu: { icon: "user-plus", group: "Program", audience: "staff" },
  },
  { href: "/applications/[applicationId]", label: "Application", permission: "applications.read" },
  {
    href: "/announcements",
    label: "Announcements",
    permission: "announcements.read",
    menu: { icon: "megaphone", group: "Program" },
  },
  { href: "/announcements/new", label: "New announcement", permission: "announcements.write" },
  { href: "/announcements/[announcementId]", label: "Announcement", permission: "announcements.follow" },
  { href: "/partners/new", label: "New partner", permission: "partners.edit" },
  { href: "/partners/merge", label: "Merge partners", permission: "partners.merge" },
  { href: "/deals", label: "Deals", permission: "deals.read", menu: { icon: "briefcase-business", group: "Pipeline" } },
  {
    href: "/registrations",
    label: "Registrations",
    permission: "registrations.read",
    menu: { icon: "file-text", group: "Pipeline" },
  },
  { href: "/registrations/new", label: "Register a deal", permission: "registrations.submit" },
  { href: "/registrations/[registrationId]", label: "Registration", permission: "registrations.read" },
  { href: "/registrations/[registrationId]/edit", label: "Edit a registration", permission: "registrations.submit" },
  { href: "/deals/[dealId]", label: "Deal", permission: "deals.read" },
  { href: "/deals/[dealId]/products", label: "Products of a deal", permission: "deals.move" },
  { href: "/deals/[dealId]/partners", label: "Partners and people of a deal", permission: "deals.move" },
  { href: "/deals/[dealId]/correct", label: "Correct a deal", permission: "deals.correct" },
  { href: "/leads", label: "Leads", permission: "leads.read", menu: { icon: "send", group: "Pipeline" } },
  { href: "/leads/new", label: "New lead", permission: "leads.manage" },
  { href: "/leads/[leadId]", label: "Lead", permission: "leads.read" },
  {
    href: "/partners/[partnerId]",
    label: "Company",
    permission: "partners.read",
    menu: { icon: "building-2", group: "Program", audience: "partner" },
  },
  { href: "/partners/[partnerId]/record", label: "Partner record", permission: "partners.read" },
  {
    href: "/tiers/reviews",
    label: "Tier reviews",
    permission: "tiers.review",
    menu: { icon: "medal", group: "Program", audience: "staff" },
  },
  { href: "/tiers/reviews/[moveId]", label: "Change of tier", permission: "tiers.review" },
  {
    href: "/tiers",
    label: "Your tier",
    permission: "tiers.progress",
    menu: { icon: "layers", group: "Program", audience: "partner" },
  },
  { href: "/partners/[partnerId]/edit", label: "Edit partner", permission: "partners.edit" },
  { href: "/partners/[partnerId]/view-as", label: "View as partner", permission: "partners.viewAs" },
  {
    href: "/scorecards",
    label: "Scorecards",
    permission: "scorecards.read",
    menu: { icon: "gauge", group: "Program", audience: "staff" },
  },
  {
    href: "/scorecards/[partnerId]",
    label: "Scorecard",
    permission: "scorecards.read",
    menu: { icon: "gauge", group: "Program", audience: "partner" },
  },
  { href: "/scorecards/new", label: "New scorecard", permission: "scorecards.edit" },
  { href: "/scorecards/[partnerId]/edit", label: "Edit scorecard", permission: "scorecards.edit" },
  { href: "/scorecards/[partnerId]/reviews/[reviewId]", label: "Review", permission: "scorecards.read" },
  { href: "/scorecards/[partnerId]/plan", label: "Joint business plan", permission: "scorecards.read" },
  { href: "/incentives", label: "Incentives", permission: "incentives.read", menu: { icon: "coins", group: "Money" } },
  { href: "/incentives/statement", label: "Statement", permission: "incentives.read" },
  { href: "/incentives/plans", label: "Incentive plans", permission: "plans.read" },
  { href: "/incentives/plans/new", label: "New incentive plan", permission: "plans.edit" },
  { href: "/incentives/plans/[planId]", label: "Incentive plan", permission: "plans.read" },
  { href: "/incentives/plans/[planId]/edit", label: "Edit an incentive plan", permission: "plans.edit" },
  { href: "/incentives/approvals", label: "Earnings to approve", permission: "plans.read" },
  { href: "/incentives/lines/[earningId]", label: "Line of a statement", permission: "incentives.read" },
  { href: "/incentives/payout-details", label: "Bank and tax details", permission: "payouts.details" },
  { href: "/incentives/payouts", label: "Payouts", permission: "payouts.read" },
  { href: "/incentives/payouts/policy", label: "How payouts are made", permission: "payouts.policy" },
  { href: "/incentives/payouts/[payoutBatchId]", label: "Payout batch", permission: "payouts.read" },
  { href: "/incentives/missing", label: "Missing money", permission: "plans.read" },
  { href: "/funds", label: "Funds", permission: "funds.read", menu: { icon: "sprout", group: "Money" } },
  { href: "/funds/requests/new", label: "Ask for funds", permission: "funds.request" },
  { href: "/funds/requests/[requestId]", label: "Request for funds", permission: "funds.read" },
  { href: "/funds/claims/[claimId]", label: "Claim", permission: "funds.read" },
  { href: "/funds/budgets", label: "Budgets of funds", permission: "plans.read" },
  { href: "/funds/budgets/new", label: "New budget", permission: "funds.budget" },
  { href: "/funds/budgets/[budgetId]", label: "Budget", permission: "plans.read" },
  { href: "/funds/return", label: "Return", permission: "funds.return" },
  { href: "/metrics", label: "Metrics", permission: "metrics.read", menu: { icon: "chart-column", group: "Figures" } },
  { href: "/metrics/[metric]/definition", label: "Definition", permission: "metrics.read" },
  { href: "/issues", label: "Questions", permission: "issues.read", menu: { icon: "circle-help", group: "Figures" } },
  { href: "/issues/new", label: "Question a figure", permission: "issues.open" },
  { href: "/issues/[issueId]", label: "Question", permission: "issues.read" },
  {
    href: "/periods",
    label: "Closed periods",
    permission: "periods.read",
    menu: { icon: "lock", group: "Figures", audience: "staff" },
  },
  { href: "/periods/[periodId]", label: "Closed period", permission: "periods.read" },
  {
    href: "/team",
    label: "Team",
    permission: "team.read",
    menu: { icon: "users", group: "Admin", audience: "partner" },
  },
  {
    href: "/quality",
    label: "Data quality",
    permission: "quality.read",
    menu: { icon: "circle-check", group: "Figures", audience: "staff" },
  },
  { href: "/quality/findings", label: "Findings", permission: "quality.read" },
  { href: "/quality/findings/[findingId]", label: "Finding", permission: "quality.read" },
  { href: "/quality/duplicates", label: "Duplicates", permission: "quality.read" },
  { href: "/quality/duplicates/[pairId]", label: "Possible duplicate", permission: "quality.read" },
  { href: "/imports", label: "Data", permission: "imports.read", menu: { icon: "database", group: "Figures" } },
  { href: "/imports/[batchId]", label: "Import", permission: "imports.read" },
  { href: "/imports/[batchId]/rows", label: "Row of an import", permission: "imports.run" },
  { href: "/imports/mappings/[source]", label: "Mapping", permission: "imports.run" },
  {
    href: "/facts",
    label: "Figures by hand",
    permission: "facts.enter",
    menu: { icon: "pencil", group: "Figures", audience: "staff" },
  },
  {
    href: "/admin/people",
    label: "People",
    permission: "people.read",
    menu: { icon: "users", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/tiers",
    label: "Tiers",
    permission: "tiers.read",
    menu: { icon: "layers", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/stages",
    label: "Stages",
    permission: "stages.manage",
    menu: { icon: "list-checks", group: "Admin", audience: "staff" },
  },
  { href: "/admin/stages/[stageKey]", label: "Edit stage", permission: "stages.manage" },
  { href: "/admin/people/[personId]", label: "Person", permission: "people.read" },
  { href: "/account", label: "Your account", permission: "account.own" },
  { href: "/admin/tiers/new", label: "New tier", permission: "tiers.manage" },
  { href: "/admin/tiers/[tierKey]", label: "Edit tier", permission: "tiers.manage" },
  {
    href: "/admin/audit",
    label: "Audit",
    permission: "audit.read",
    menu: { icon: "scroll-text", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/jobs",
    label: "Jobs",
    permission: "jobs.read",
    menu: { icon: "refresh-cw", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/health",
    label: "Health",
    permission: "jobs.read",
    menu: { icon: "monitor", group: "Admin", audience: "staff" },
  },
  { href: "/reports", label: "Reports", permission: "reports.schedule", menu: { icon: "mail", group: "Figures" } },
  { href: "/webhooks", label: "Webhooks", permission: "webhooks.manage", menu: { icon: "link", group: "Admin" } },
  {
    href: "/admin/adoption",
    label: "Adoption",
    permission: "adoption.read",
    menu: { icon: "activity", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/policies",
    label: "Policies",
    permission: "policies.manage",
    menu: { icon: "sliders-horizontal", group: "Admin", audience: "staff" },
  },
  {
    href: "/admin/settings",
    label: "Settings",
    permission: "settings.manage",
    menu: { icon: "settings", group: "Admin", audience: "staff" },
  },
] as const satisfies readonly Page[];

export type MenuIcon = Extract<(typeof pages)[number], { menu: unknown }>["menu"]["icon"];
export type MenuItem = { href: string; label: string; icon: MenuIcon; group?: MenuGroup };

/** The menu of a viewer: no item that the role cannot open. */
export function menuOf(viewer: Viewer): MenuItem[] {
  const items = (pages as readonly Page[]).flatMap(({ href, label, permission, menu }) => {
    if (!menu || !can(viewer, permission)) return [];
    if (menu.audience && menu.audience !== viewer.kind) return [];
    // It is their home already.
    if (href === "/executive" && viewer.role === "executive") return [];
    const own = viewer.kind === "partner" ? href.replace("[partnerId]", viewer.partnerId) : href;
    return [
      { href: own, label, icon: menu.icon as MenuIcon, ...(menu.group ? { group: menu.group } : {}) },
    ] as MenuItem[];
  });
  const place = ({ group }: MenuItem) => (group ? menuGroups.indexOf(group) : -1);
  return items.toSorted((a, b) => place(a) - place(b));
}
