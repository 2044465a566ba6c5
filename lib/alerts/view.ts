import type { Viewer } from "@/lib/access/viewer";
import { formatCount } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type AlertFilter, alertDefaults, alertShows } from "./form";
import { alertRuleOf, rulesFor } from "./registry";
import { severities } from "./rule";

type Told = { filter: AlertFilter; count: number; urgent: number; staff: boolean };

/** How many there are, in a sentence. */
export function alertsSentence({ filter, count, urgent, staff }: Told): string {
  const many = count > 1000 ? "More than 1,000 alerts" : count === 1 ? "One alert" : `${formatCount(count)} alerts`;
  const whose = staff ? (filter.whose === "all" ? "of the whole program" : "of yours") : "about your company";
  if (filter.show !== "open") return `${many} ${whose}: ${alertShows[filter.show].toLowerCase()}.`;
  if (count === 0) return `Nothing ${whose} needs somebody now.`;
  return `${many} ${whose} ${count === 1 ? "is" : "are"} open${urgent ? `, ${formatCount(urgent)} urgent` : ""}. Each ends by itself when what it tells of is over.`;
}

/** The tabs over the list. */
export function alertTabs(filter: AlertFilter, staff: boolean) {
  const here = (change: Partial<AlertFilter>) => listHref("/alerts", filter, alertDefaults, { after: "", ...change });
  const shows = (Object.keys(alertShows) as AlertFilter["show"][]).filter(
    (show) => staff || show === "open" || show === "ended",
  );
  return shows.map((show) => ({ href: here({ show }), label: alertShows[show], current: filter.show === show }));
}

/** The choices over the list. */
export function alertFilters(viewer: Viewer, filter: AlertFilter) {
  const whose = {
    kind: "select" as const,
    name: "whose",
    label: "Whose",
    value: filter.whose,
    any: "Yours",
    options: [{ value: "all", label: "The whole program" }],
  };
  return [
    ...(viewer.kind === "staff" ? [whose] : []),
    {
      kind: "select" as const,
      name: "rule",
      label: "Rule",
      value: filter.rule[0] ?? "",
      options: rulesFor(viewer).map((key) => ({ value: key, label: alertRuleOf(key).label })),
    },
    {
      kind: "select" as const,
      name: "severity",
      label: "How urgent",
      value: filter.severity[0] ?? "",
      options: Object.entries(severities).map(([value, { label }]) => ({ value, label })),
    },
  ];
}

const eventSays = {
  raised: "raised",
  ended: "over: the condition no longer holds",
  assigned: "given to",
  snoozed: "put off until",
  resolved: "resolved",
} as const;

/** One thing that happened, as a sentence. */
export function eventSentence({
  kind,
  person,
  text,
}: {
  kind: keyof typeof eventSays;
  person: string | null;
  text: string | null;
}): string {
  const by = person ? `${person}: ` : "";
  const what = kind === "assigned" || kind === "snoozed" ? `${eventSays[kind]} ${text ?? "somebody"}` : eventSays[kind];
  const said = `${by}${what}${kind === "resolved" && text ? `, ${text}` : ""}`;
  return said.charAt(0).toUpperCase() + said.slice(1);
}
