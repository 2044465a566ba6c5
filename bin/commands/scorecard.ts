import type { Command } from "commander";
import { drainDirty } from "@/db/metrics/rollup";
import { readScorecard, type ScorecardPage } from "@/db/scorecards/page";
import type { StaffViewer } from "@/lib/access/viewer";
import { formatDay, formatE4 } from "@/lib/format";
import { type ScorecardPeriod, scorecardPeriods } from "@/lib/scorecards/figures";
import { layers } from "@/lib/scorecards/layers";
import { statuses } from "@/lib/scorecards/status";
import { openDatabase } from "./database";
import { print, table } from "./output";
import { partnerNamed } from "./partner-named";

type Options = { period?: string; json?: boolean };

export function register(program: Command): void {
  program
    .command("scorecard")
    .description("print a partnership's scorecard, as its page shows it")
    .argument("<partner>", "the partner's id or its exact name")
    .option("--period <quarter>", scorecardPeriods.join(" or "))
    .option("--json", "print the page's content as JSON")
    .action(run);
}

async function run(given: string, { period = "", json }: Options) {
  if (period && !(scorecardPeriods as readonly string[]).includes(period))
    throw new Error(`--period is ${scorecardPeriods.join(" or ")}`);
  await openDatabase();
  await drainDirty();
  const id = await partnerNamed(given);
  const page = await readScorecard(operator, id, period as ScorecardPeriod | "", new Date());
  if (!page.view) throw new Error(`${page.partner.name} has no scorecard`);
  print(json, asJson(page), asText(page));
}

/** Reads as staff do, through the same walls. */
const operator: StaffViewer = {
  kind: "staff",
  role: "executive",
  personId: "00000000-0000-4000-8000-000000000000",
  sessionId: "00000000-0000-4000-8000-000000000000",
  name: "Operator",
  email: "",
};

function asJson({ partner, scorecard, period, periodLabel, program, view }: ScorecardPage) {
  return {
    partner,
    scorecard,
    period: { ...period, label: periodLabel },
    currency: program.reportingCurrency,
    ...view,
  };
}

function asText({ partner, scorecard, periodLabel, program, view }: ScorecardPage): string {
  if (!view || !scorecard) return "";
  const { answers, lines, decide, open } = view;
  const money = (e4: string) => formatE4(BigInt(e4), program.reportingCurrency);
  const parts = (answers.gap ?? answers.change).parts.map(({ label, e4 }) => `  ${label}: ${money(e4)}`);
  return [
    `${partner.name}, ${periodLabel}: ${scorecard.goal}`,
    `${answers.says}.`,
    `${answers.gap ? "Gap to the target by today" : "Change on the period before"}: ${money((answers.gap ?? answers.change).e4)}`,
    ...parts,
    "",
    table(
      ["layer", "metric", "now", "target", "status", "why"],
      lines.map((line) => [
        layers[line.layer].label,
        line.label,
        line.value ?? "–",
        line.target ?? "–",
        statuses[line.status].label,
        line.says,
      ]),
    ),
    "",
    ...decide.map(({ text, why }) => `Decide: ${text} (${why})`),
    ...open.map(({ kind, text, dueOn }) => `Open ${kind}: ${text}${dueOn ? ` (due ${formatDay(dueOn)})` : ""}`),
  ].join("\n");
}
