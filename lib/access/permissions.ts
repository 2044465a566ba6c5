import type { Role } from "./roles";
import type { Viewer } from "./viewer";

const staff = ["admin", "program_owner", "channel_manager", "finance", "executive"] as const;
const everyone = [...staff, "partner_admin", "partner_member"] as const;

/** Who may do what: the only permission table. Which rows is decided in `db/scope.ts`. */
export const permissions = {
  "home.read": { roles: everyone, says: "See the home page" },
  "executive.read": { roles: staff, says: "See the program on a page" },
  "partners.read": { roles: everyone, says: "See partners (a partner: its own company)" },
  "partners.list": { roles: staff, says: "See the list of partners" },
  "partners.edit": { roles: ["admin", "program_owner", "channel_manager"], says: "Create and change partners" },
  "partners.merge": { roles: ["admin", "program_owner"], says: "Merge partner records and undo it" },
  "partners.viewAs": { roles: ["admin", "program_owner", "channel_manager"], says: "See the portal as a partner does" },
  "record.write": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Keep partners' records: contacts, interactions, tasks and contracts",
  },
  "record.own": {
    roles: ["partner_admin", "partner_member"],
    says: "Write on the own company's record and do its tasks",
  },
  "contacts.review": {
    roles: ["admin", "program_owner", "channel_manager", "partner_admin"],
    says: "Say that contacts are right (a partner: its own people)",
  },
  "applications.read": { roles: ["admin", "program_owner", "channel_manager"], says: "See applications" },
  "applications.decide": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Approve or reject applications, and ask back",
  },
  "announcements.read": { roles: everyone, says: "See announcements (a partner: those meant for it)" },
  "announcements.follow": { roles: staff, says: "See who has read announcements" },
  "announcements.write": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Write announcements and take them back",
  },
  "announcements.mark": { roles: ["partner_admin", "partner_member"], says: "Mark announcements as read" },
  "deals.read": { roles: everyone, says: "See deals" },
  "deals.move": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Work deals: move them, change what belongs to them",
  },
  "deals.write": {
    roles: ["admin", "program_owner", "channel_manager", "partner_admin", "partner_member"],
    says: "Write about deals and add files (a partner: to its own)",
  },
  "deals.plan": { roles: ["partner_admin", "partner_member"], says: "Plan open deals that the own company sourced" },
  "deals.correct": { roles: ["admin", "program_owner"], says: "Put right what a deal became" },
  "registrations.read": { roles: everyone, says: "See deal registrations" },
  "registrations.submit": { roles: ["partner_admin", "partner_member"], says: "Register deals of the own company" },
  "registrations.decide": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Decide on deal registrations",
  },
  "deals.assign": { roles: ["admin", "program_owner", "channel_manager"], says: "Give deals to another owner" },
  "lists.keep": { roles: everyone, says: "Arrange lists and keep views of them" },
  "lists.giveRole": { roles: ["admin", "program_owner"], says: "Choose the view that people of a role see first" },
  "leads.read": { roles: everyone, says: "See leads (a partner: those it holds)" },
  "leads.manage": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Enter leads, offer them to partners and pass them on",
  },
  "leads.answer": {
    roles: ["partner_admin", "partner_member"],
    says: "Answer leads, write about them and open their deals",
  },
  "incentives.read": {
    roles: [...staff, "partner_admin"],
    says: "See incentives, what was earned and statements (a partner: its own)",
  },
  "plans.read": { roles: staff, says: "See incentive plans, what waits for approval and what earned nothing" },
  "plans.edit": { roles: ["admin", "program_owner"], says: "Write incentive plans and propose them" },
  "plans.approve": {
    roles: ["admin", "program_owner", "finance"],
    says: "Approve incentive plans that others wrote",
  },
  "earnings.approve": { roles: ["finance"], says: "Approve earnings and make statements final" },
  "payouts.read": { roles: ["admin", "program_owner", "finance"], says: "See who is to be paid, and payouts" },
  "payouts.prepare": { roles: ["finance"], says: "Prepare payouts, send them to the bank and say what became of them" },
  "payouts.approve": {
    roles: ["admin", "program_owner", "finance"],
    says: "Approve payouts that others prepared (finance: within the limit of a day)",
  },
  "payouts.approveBeyond": { roles: ["admin", "program_owner"], says: "Approve payouts beyond the limit of finance" },
  "payouts.policy": { roles: ["admin", "program_owner"], says: "Change limits of payouts and the account that pays" },
  "payouts.details": { roles: ["partner_admin"], says: "Enter the own company's bank and tax details" },
  "statements.confirm": { roles: ["partner_admin"], says: "Confirm or question statements of the own company" },
  "earnings.correct": { roles: ["finance"], says: "Correct what a line of a statement came to" },
  "funds.read": { roles: everyone, says: "See market development funds (a partner: its own)" },
  "funds.budget": { roles: ["program_owner", "finance"], says: "Set up budgets of funds and give them to partners" },
  "funds.request": { roles: ["partner_admin", "partner_member"], says: "Ask for funds and claim them" },
  "funds.decide": { roles: ["admin", "program_owner", "channel_manager"], says: "Decide on requests for funds" },
  "claims.decide": { roles: ["program_owner", "finance"], says: "Decide on claims of funds" },
  "funds.link": {
    roles: ["admin", "program_owner", "channel_manager", "partner_admin", "partner_member"],
    says: "Link deals to funded activities (a partner: its own)",
  },
  "funds.return": {
    roles: ["admin", "program_owner", "finance", "executive"],
    says: "See what was paid to partners against what it produced",
  },
  "ledger.prove": { roles: ["admin", "finance"], says: "See whether the ledger proves right" },
  "metrics.read": { roles: everyone, says: "See figures and what they mean" },
  "scorecards.read": { roles: everyone, says: "See scorecards, reviews and joint plans (a partner: its own)" },
  "scorecards.edit": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Set up scorecards and enter their values",
  },
  "reviews.run": { roles: ["admin", "program_owner", "channel_manager"], says: "Hold reviews of partnerships" },
  "plan.edit": { roles: ["admin", "program_owner", "channel_manager"], says: "Write joint business plans" },
  "plan.activities": { roles: ["partner_admin", "partner_member"], says: "Say that own activities of a plan are done" },
  "issues.read": { roles: everyone, says: "See questions about figures (a partner: about its own)" },
  "issues.open": { roles: everyone, says: "Question a figure (a partner: its own)" },
  "issues.answer": {
    roles: ["admin", "program_owner", "channel_manager", "finance"],
    says: "Answer questions about figures",
  },
  "metrics.propose": {
    roles: ["admin", "program_owner", "finance"],
    says: "Propose what a metric means, and see what that moves",
  },
  "metrics.approve": {
    roles: ["admin", "program_owner", "finance"],
    says: "Approve what another person proposed of a metric",
  },
  "periods.read": { roles: staff, says: "See closed periods and what moved since" },
  "periods.close": { roles: ["program_owner", "finance"], says: "Close periods, propose and accept restatements" },
  "facts.enter": {
    roles: ["admin", "program_owner", "finance"],
    says: "Enter targets, costs, satisfaction and uptime by hand, and take them back",
  },
  "team.read": { roles: ["partner_admin", "partner_member"], says: "See the own company's people" },
  "team.manage": { roles: ["partner_admin"], says: "Invite and remove the own company's people" },
  "people.read": { roles: ["admin", "program_owner"], says: "See people and their access" },
  "people.manage": { roles: ["admin"], says: "Invite people, change roles, end access" },
  "imports.read": { roles: ["admin", "program_owner"], says: "See imports" },
  "imports.run": { roles: ["admin", "program_owner"], says: "Import data, publish and revert" },
  "tiers.read": { roles: staff, says: "See tiers and their requirements" },
  "tiers.manage": { roles: ["admin", "program_owner"], says: "Change tiers and their requirements" },
  "tiers.progress": { roles: everyone, says: "See how a partner stands against its tier (a partner: itself)" },
  "tiers.values": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Enter the values of criteria that the program keeps itself",
  },
  "tiers.review": {
    roles: ["admin", "program_owner"],
    says: "Measure partners, approve changes of tier, answer appeals",
  },
  "tiers.appeal": { roles: ["partner_admin"], says: "Appeal against a lower tier of the own company" },
  "policies.manage": { roles: ["admin", "program_owner"], says: "Change the policies of registrations and leads" },
  "stages.manage": { roles: ["admin", "program_owner"], says: "Change stages: what they ask for, where deals go" },
  "settings.manage": { roles: ["admin"], says: "Change the program's settings" },
  "audit.read": { roles: ["admin", "program_owner", "finance"], says: "See who changed what" },
  "jobs.read": { roles: ["admin", "program_owner"], says: "See the jobs of the worker" },
  "jobs.run": { roles: ["admin"], says: "Run jobs and try dead letters again" },
  "webhooks.manage": {
    roles: ["admin", "partner_admin"],
    says: "Tell other systems what happens (a partner: of its own company)",
  },
  "reports.schedule": { roles: everyone, says: "Have pages and lists sent by a schedule" },
  "alerts.read": { roles: everyone, says: "See alerts (a partner: what concerns its own company)" },
  "alerts.work": {
    roles: ["admin", "program_owner", "channel_manager", "finance"],
    says: "Give alerts to somebody, put them off and resolve them",
  },
  "alerts.rules": { roles: ["admin", "program_owner"], says: "Tune the rules of alerts, and see what comes of them" },
  "quality.read": {
    roles: ["admin", "program_owner", "channel_manager", "finance", "executive"],
    says: "See how good the data are, and what is wrong with them",
  },
  "quality.work": {
    roles: ["admin", "program_owner", "channel_manager"],
    says: "Accept findings as they are, and say which records are not the same",
  },
  "adoption.read": { roles: ["admin", "program_owner"], says: "See how the portal is used" },
  "account.own": { roles: everyone, says: "See and end the own sessions" },
} as const satisfies Record<string, { roles: readonly Role[]; says: string }>;

export type Permission = keyof typeof permissions;

/** Permissions that change something; none of them holds while looking at the portal as a partner. */
const changing = new Set<Permission>([
  "partners.edit",
  "partners.merge",
  "partners.viewAs",
  "record.write",
  "record.own",
  "contacts.review",
  "applications.decide",
  "announcements.write",
  "announcements.mark",
  "deals.move",
  "deals.write",
  "deals.plan",
  "deals.correct",
  "registrations.submit",
  "registrations.decide",
  "deals.assign",
  "lists.keep",
  "lists.giveRole",
  "leads.manage",
  "leads.answer",
  "scorecards.edit",
  "reviews.run",
  "plan.edit",
  "plan.activities",
  "funds.budget",
  "funds.request",
  "funds.decide",
  "claims.decide",
  "funds.link",
  "issues.open",
  "issues.answer",
  "metrics.propose",
  "metrics.approve",
  "periods.close",
  "facts.enter",
  "team.manage",
  "people.manage",
  "imports.run",
  "tiers.manage",
  "tiers.values",
  "tiers.review",
  "tiers.appeal",
  "policies.manage",
  "stages.manage",
  "settings.manage",
  "jobs.run",
  "webhooks.manage",
  "reports.schedule",
  "plans.edit",
  "plans.approve",
  "earnings.approve",
  "payouts.prepare",
  "payouts.approve",
  "payouts.approveBeyond",
  "payouts.policy",
  "payouts.details",
  "statements.confirm",
  "earnings.correct",
  "alerts.work",
  "alerts.rules",
  "quality.work",
]);

/** Whether the viewer's role holds the permission. */
export function can(viewer: Viewer, permission: Permission): boolean {
  if (viewer.kind === "partner" && viewer.viewedBy && changing.has(permission)) return false;
  return roleHolds(viewer.role, permission);
}

/** Whether people of the role hold the permission. */
export const roleHolds = (role: Role, permission: Permission): boolean =>
  (permissions[permission].roles as readonly Role[]).includes(role);
