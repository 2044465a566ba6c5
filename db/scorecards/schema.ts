import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { decimal, id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

const cadence = () => text("cadence", { enum: ["weekly", "biweekly", "monthly", "quarterly"] }).notNull();
const layer = () => text("layer", { enum: ["outcome", "driver", "health", "operation"] }).notNull();
const status = (name = "status") => text(name, { enum: ["on_track", "at_risk", "behind", "no_data"] });
const partnerId = () =>
  uuid("partner_id")
    .notNull()
    .references(() => partners.id);
const personId = (name: string) => uuid(name).references(() => people.id);

/** One page about a partnership: what it is for, and the rhythm in which both sides look at it. */
export const scorecards = pgTable(
  "scorecards",
  {
    id: id(),
    partnerId: partnerId(),
    template: text("template", { enum: ["referral", "strategic", "platform", "co_marketing"] }).notNull(),
    goal: text("goal").notNull(),
    cadence: cadence(),
    ownerId: personId("owner_id").notNull(),
    nextReviewOn: date("next_review_on").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdById: personId("created_by_id"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("scorecards_partner").on(t.partnerId),
    index("scorecards_due").on(t.nextReviewOn),
    check("scorecards_template", sql`${t.template} in ('referral','strategic','platform','co_marketing')`),
    check("scorecards_cadence", sql`${t.cadence} in ('weekly','biweekly','monthly','quarterly')`),
    check("scorecards_goal", sql`length(${t.goal}) between 1 and 200 and ${t.goal} !~ '[[:cntrl:]]'`),
  ],
);

/**
 * A metric on a scorecard: one of the dictionary by its key, or one of its own that is entered by hand (`name`, `unit`,
 * `better`). How many a layer holds is kept by a trigger. What is not shared stays with staff, its values too.
 */
export const scorecardMetrics = pgTable(
  "scorecard_metrics",
  {
    id: id(),
    scorecardId: uuid("scorecard_id")
      .notNull()
      .references(() => scorecards.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    layer: layer(),
    position: integer("position").notNull(),
    metric: text("metric"),
    name: text("name"),
    unit: text("unit", { enum: ["percent", "count", "days", "hours", "score", "ratio"] }),
    better: text("better", { enum: ["up", "down"] }),
    ownerId: personId("owner_id").notNull(),
    baseline: decimal("baseline"),
    baselineSays: text("baseline_says"),
    target: decimal("target"),
    cadence: cadence(),
    shared: boolean("shared").notNull().default(true),
    addedAt: instant("added_at").notNull().defaultNow(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    index("scorecard_metrics_scorecard").on(t.scorecardId, t.layer, t.position),
    index("scorecard_metrics_partner").on(t.partnerId),
    uniqueIndex("scorecard_metrics_once").on(t.scorecardId, t.metric).where(sql`${t.removedAt} is null`),
    check("scorecard_metrics_layer", sql`${t.layer} in ('outcome','driver','health','operation')`),
    check("scorecard_metrics_cadence", sql`${t.cadence} in ('weekly','biweekly','monthly','quarterly')`),
    check(
      "scorecard_metrics_kind",
      sql`(${t.metric} is not null and ${t.name} is null) or (${t.metric} is null and ${t.name} is not null and ${t.unit} is not null and ${t.better} is not null)`,
    ),
    check("scorecard_metrics_unit", sql`${t.unit} in ('percent','count','days','hours','score','ratio')`),
    check("scorecard_metrics_better", sql`${t.better} in ('up','down')`),
    check("scorecard_metrics_outcome_shared", sql`${t.shared} or ${t.layer} <> 'outcome'`),
  ],
);

/** A value that was entered by hand, as of a day, with where it is from. The latest of a day holds. */
export const scorecardValues = pgTable(
  "scorecard_values",
  {
    id: id(),
    metricId: uuid("metric_id")
      .notNull()
      .references(() => scorecardMetrics.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    on: date("on").notNull(),
    value: decimal("value").notNull(),
    source: text("source").notNull(),
    enteredAt: instant("entered_at").notNull().defaultNow(),
    enteredById: personId("entered_by_id"),
  },
  (t) => [
    index("scorecard_values_metric").on(t.metricId, t.on, t.enteredAt),
    index("scorecard_values_partner").on(t.partnerId),
  ],
);

/** One review of a scorecard over a period. Its figures are frozen when it starts; partners read it once it is closed. */
export const scorecardReviews = pgTable(
  "scorecard_reviews",
  {
    id: id(),
    scorecardId: uuid("scorecard_id")
      .notNull()
      .references(() => scorecards.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    number: integer("number").notNull(),
    state: text("state", { enum: ["open", "closed"] })
      .notNull()
      .default("open"),
    dueOn: date("due_on").notNull(),
    heldOn: date("held_on").notNull(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    status: status().notNull(),
    says: text("says").notNull(),
    startedAt: instant("started_at").notNull().defaultNow(),
    startedById: personId("started_by_id"),
    closedAt: instant("closed_at"),
    closedById: personId("closed_by_id"),
    summary: text("summary"),
    noDecisionReason: text("no_decision_reason"),
    internalNote: text("internal_note"),
  },
  (t) => [
    uniqueIndex("scorecard_reviews_number").on(t.scorecardId, t.number),
    uniqueIndex("scorecard_reviews_one_open").on(t.scorecardId).where(sql`${t.state} = 'open'`),
    index("scorecard_reviews_partner").on(t.partnerId, t.state),
    check("scorecard_reviews_state", sql`${t.state} in ('open','closed')`),
    check("scorecard_reviews_closed", sql`(${t.state} = 'closed') = (${t.closedAt} is not null)`),
    check("scorecard_reviews_status", sql`${t.status} in ('on_track','at_risk','behind','no_data')`),
  ],
);

/** A figure as it stood when a review started. */
export const reviewFigures = pgTable(
  "review_figures",
  {
    id: id(),
    reviewId: uuid("review_id")
      .notNull()
      .references(() => scorecardReviews.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    metricId: uuid("metric_id").references(() => scorecardMetrics.id, { onDelete: "set null" }),
    layer: layer(),
    position: integer("position").notNull(),
    label: text("label").notNull(),
    /** As it is read: with its unit. */
    value: text("value"),
    target: text("target"),
    exactValue: decimal("exact_value"),
    status: status().notNull(),
    says: text("says").notNull(),
    shared: boolean("shared").notNull(),
  },
  (t) => [
    index("review_figures_review").on(t.reviewId, t.layer, t.position),
    index("review_figures_partner").on(t.partnerId),
    check("review_figures_layer", sql`${t.layer} in ('outcome','driver','health','operation')`),
    check("review_figures_status", sql`${t.status} in ('on_track','at_risk','behind','no_data')`),
  ],
);

/**
 * What a review noted: a change, a risk, a blocker, a decision or an experiment. What is open stands in every later review
 * until one closes it. `internal_note` is for staff alone, and so is the whole when it is not shared.
 */
export const reviewItems = pgTable(
  "review_items",
  {
    id: id(),
    reviewId: uuid("review_id")
      .notNull()
      .references(() => scorecardReviews.id, { onDelete: "cascade" }),
    scorecardId: uuid("scorecard_id")
      .notNull()
      .references(() => scorecards.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    kind: text("kind", { enum: ["change", "risk", "blocker", "decision", "experiment"] }).notNull(),
    text: text("text").notNull(),
    ownerId: personId("owner_id"),
    dueOn: date("due_on"),
    /** Of an experiment: which metric should move, to what, and where it stood. */
    metricId: uuid("metric_id").references(() => scorecardMetrics.id, { onDelete: "set null" }),
    expected: decimal("expected"),
    startedAt: decimal("started_at_value"),
    state: text("state", { enum: ["open", "done", "dropped"] })
      .notNull()
      .default("open"),
    outcome: text("outcome"),
    proposed: boolean("proposed").notNull().default(false),
    shared: boolean("shared").notNull().default(true),
    internalNote: text("internal_note"),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdById: personId("created_by_id"),
    endedAt: instant("ended_at"),
    endedById: personId("ended_by_id"),
    endedInId: uuid("ended_in_id").references((): AnyPgColumn => scorecardReviews.id, { onDelete: "set null" }),
  },
  (t) => [
    index("review_items_review").on(t.reviewId, t.kind),
    index("review_items_open").on(t.scorecardId, t.state),
    index("review_items_partner").on(t.partnerId),
    check("review_items_kind", sql`${t.kind} in ('change','risk','blocker','decision','experiment')`),
    check("review_items_state", sql`${t.state} in ('open','done','dropped')`),
    check(
      "review_items_decision",
      sql`${t.kind} not in ('decision','experiment') or (${t.ownerId} is not null and ${t.dueOn} is not null)`,
    ),
    check("review_items_experiment", sql`${t.kind} <> 'experiment' or ${t.expected} is not null`),
  ],
);

/** What both companies want to reach together over some quarters. Partners read it once it is agreed. */
export const jointPlans = pgTable(
  "joint_plans",
  {
    id: id(),
    partnerId: partnerId(),
    name: text("name").notNull(),
    summary: text("summary"),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    state: text("state", { enum: ["draft", "agreed", "ended"] })
      .notNull()
      .default("draft"),
    internalNote: text("internal_note"),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdById: personId("created_by_id"),
    agreedAt: instant("agreed_at"),
  },
  (t) => [
    uniqueIndex("joint_plans_one").on(t.partnerId).where(sql`${t.state} <> 'ended'`),
    index("joint_plans_partner").on(t.partnerId, t.fromOn),
    check("joint_plans_state", sql`${t.state} in ('draft','agreed','ended')`),
    check(
      "joint_plans_span",
      sql`extract(day from ${t.fromOn}) = 1 and (extract(year from age(${t.toOn}, ${t.fromOn})) * 12 + extract(month from age(${t.toOn}, ${t.fromOn}))) between 18 and 36`,
    ),
  ],
);

/** A goal of a plan: a metric of the dictionary, with somebody of each side who answers for it. */
export const planGoals = pgTable(
  "plan_goals",
  {
    id: id(),
    planId: uuid("plan_id")
      .notNull()
      .references(() => jointPlans.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    position: integer("position").notNull(),
    title: text("title").notNull(),
    metric: text("metric").notNull(),
    staffOwnerId: personId("staff_owner_id").notNull(),
    partnerOwnerId: personId("partner_owner_id").notNull(),
  },
  (t) => [index("plan_goals_plan").on(t.planId, t.position), index("plan_goals_partner").on(t.partnerId)],
);

/** What a goal is to reach in one quarter. */
export const planTargets = pgTable(
  "plan_targets",
  {
    id: id(),
    goalId: uuid("goal_id")
      .notNull()
      .references(() => planGoals.id, { onDelete: "cascade" }),
    partnerId: partnerId(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    value: decimal("value").notNull(),
  },
  (t) => [uniqueIndex("plan_targets_quarter").on(t.goalId, t.fromOn), index("plan_targets_partner").on(t.partnerId)],
);

/** What one side does for a plan by a day. A partner's people say themselves when theirs are done. */
export const planActivities = pgTable(
  "plan_activities",
  {
    id: id(),
    planId: uuid("plan_id")
      .notNull()
      .references(() => jointPlans.id, { onDelete: "cascade" }),
    goalId: uuid("goal_id").references(() => planGoals.id, { onDelete: "set null" }),
    partnerId: partnerId(),
    side: text("side", { enum: ["program", "partner"] }).notNull(),
    title: text("title").notNull(),
    ownerId: personId("owner_id").notNull(),
    dueOn: date("due_on").notNull(),
    doneAt: instant("done_at"),
    doneById: personId("done_by_id"),
  },
  (t) => [
    index("plan_activities_plan").on(t.planId, t.dueOn),
    index("plan_activities_partner").on(t.partnerId),
    check("plan_activities_side", sql`${t.side} in ('program','partner')`),
  ],
);
