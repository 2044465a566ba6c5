import { formatDay } from "../format";
import type { Line } from "./view";

export type ItemKind = "change" | "risk" | "blocker" | "decision" | "experiment";
/** What a review noted and is open. */
export type OpenItem = { id: string; kind: ItemKind; text: string; dueOn: string | null; metricId: string | null };

export type ToDecide = { key: string; text: string; why: string; metricId: string | null };
const most = 6;

/**
 * What must be decided now, most pressing first: what is overdue, drivers that are off and that nobody has decided about,
 * values that are missing.
 */
export function toDecide(
  lines: readonly Line[],
  open: readonly OpenItem[],
  { today, nextReviewOn, reviewing }: { today: string; nextReviewOn: string; reviewing: boolean },
): ToDecide[] {
  const late = (item: OpenItem) => item.dueOn !== null && item.dueOn < today;
  const named = (line: Line) => open.some(({ metricId }) => metricId === line.id);
  const since = (item: OpenItem) => `It was due on ${formatDay(item.dueOn)}`;
  const found: ToDecide[] = [
    ...(nextReviewOn < today && !reviewing
      ? [{ key: "review", text: "Hold the review", why: `It was due on ${formatDay(nextReviewOn)}`, metricId: null }]
      : []),
    ...open
      .filter(({ kind }) => kind === "blocker")
      .map((item) => ({
        key: item.id,
        text: `Who removes this: ${item.text}`,
        why: "A blocker is open",
        metricId: item.metricId,
      })),
    ...open
      .filter((item) => item.kind === "decision" && late(item))
      .map((item) => ({
        key: item.id,
        text: `Carry out or drop: ${item.text}`,
        why: since(item),
        metricId: item.metricId,
      })),
    ...open
      .filter((item) => item.kind === "experiment" && late(item))
      .map((item) => ({
        key: item.id,
        text: `Judge the experiment: ${item.text}`,
        why: since(item),
        metricId: item.metricId,
      })),
    ...(["behind", "at_risk"] as const).flatMap((status) =>
      lines
        .filter((line) => line.layer !== "outcome" && line.status === status && !named(line))
        .map((line) => ({
          key: line.id,
          text: `What do we change about ${lower(line.label)}?`,
          why: `It is at ${line.says}`,
          metricId: line.id,
        })),
    ),
    ...lines
      .filter((line) => line.status === "no_data" && !line.metric)
      .map((line) => ({
        key: line.id,
        text: `Who brings the value of ${lower(line.label)}?`,
        why: sentence(line.says),
        metricId: line.id,
      })),
  ];
  return found.slice(0, most);
}

const lower = (label: string) =>
  /^[A-Z][a-z]/.test(label) ? (label[0] as string).toLowerCase() + label.slice(1) : label;
const sentence = (text: string) => (text[0] ?? "").toUpperCase() + text.slice(1);
