import { formatDay, formatE4 } from "../format";
import { metricOf } from "../metrics/registry";
import { decimalOfE4 } from "../money";
import { costKinds, type EnterInput, targetKinds } from "./form";

/** An entry in one line, as the list and the audit log say it. */
export function saysOf(entry: EnterInput, partner: string | null): string {
  const whose = partner ?? "the program";
  if (entry.what === "target") {
    const percent = metricOf(entry.metric).unit === "percent" ? " %" : "";
    const value = `${decimalOfE4(entry.value).replace(/\.?0+$/, "")}${percent}`;
    return `${targetKinds[entry.kind]} of ${whose}: ${metricOf(entry.metric).label} ${value} in ${entry.period}`;
  }
  if (entry.what === "cost")
    return `${costKinds[entry.kind]} for ${whose}: ${formatE4(entry.amount, entry.currency)}, ${formatDay(entry.on)}`;
  if (entry.what === "answer")
    return entry.kind === "pulse"
      ? `${whose} answered ${entry.score} of 10, ${formatDay(entry.on)}`
      : `A customer of ${partner ?? "ours"} answered ${entry.score} of 5, ${formatDay(entry.on)}`;
  const { integration, minutesUp, minutesObserved } = entry;
  return `${integration || "The integration"} of ${whose}: up ${minutesUp} of ${minutesObserved} minutes, ${formatDay(entry.on)}`;
}
