import { formatDay } from "@/lib/format";
import {
  type ContractStatus,
  contractStatuses,
  type PartnerStatus,
  type PartnerType,
  partnerStatuses,
  partnerTypes,
} from "./words";

export type PartnerState = {
  id: string;
  validFrom: string;
  type: string;
  tier: string | null;
  status: string;
  contractStatus: string;
};

export type HistoryLine = { key: string; sentence: string; on: string; tone: "info" | "good" | "warn" | "neutral" };

/** What a partner became, as sentences, newest first. `versions` come oldest first; the first one is where it began. */
export function partnerHistory(versions: readonly PartnerState[]): HistoryLine[] {
  const lines = versions.flatMap((version, index): HistoryLine[] => {
    const before = versions[index - 1];
    const said = before ? changes(before, version, versions.slice(0, index)) : start(version);
    return said.map((line, n) => ({ ...line, key: `${version.id}:${n}`, on: version.validFrom }));
  });
  return lines.reverse();
}

type Said = Omit<HistoryLine, "key" | "on">;

function start(version: PartnerState): Said[] {
  const tier = version.tier ? `, ${version.tier}` : "";
  const type = partnerTypes[version.type as PartnerType] ?? version.type;
  const since = version.validFrom === "-infinity" ? "Joined" : `Joined on ${formatDay(version.validFrom)}`;
  return [{ sentence: `${since} as ${type}${tier}`, tone: "neutral" }];
}

function changes(before: PartnerState, now: PartnerState, earlier: readonly PartnerState[]): Said[] {
  const said: Said[] = [];
  if (now.tier !== before.tier) said.push(tierChange(before, now, earlier));
  if (now.status !== before.status)
    said.push({
      sentence: `Became ${word(partnerStatuses, now.status as PartnerStatus)}, was ${word(partnerStatuses, before.status as PartnerStatus)}`,
      tone: now.status === "active" ? "good" : "warn",
    });
  if (now.type !== before.type)
    said.push({
      sentence: `Became ${partnerTypes[now.type as PartnerType] ?? now.type}, was ${partnerTypes[before.type as PartnerType] ?? before.type}`,
      tone: "neutral",
    });
  if (now.contractStatus !== before.contractStatus)
    said.push({
      sentence: `Contract: ${word(contractStatuses, now.contractStatus as ContractStatus)}, was ${word(contractStatuses, before.contractStatus as ContractStatus)}`,
      tone: "neutral",
    });
  return said;
}

function tierChange(before: PartnerState, now: PartnerState, earlier: readonly PartnerState[]): Said {
  if (!now.tier) return { sentence: `Left the tier ${before.tier}`, tone: "warn" };
  if (!before.tier) return { sentence: `Reached ${now.tier}`, tone: "info" };
  const since = sinceTier(earlier);
  const how = since === "-infinity" ? "" : ` since ${formatDay(since)}`;
  return { sentence: `Moved to ${now.tier}, was ${before.tier}${how}`, tone: "info" };
}

/** From which day the last tier of these versions held without a break. */
function sinceTier(versions: readonly PartnerState[]): string {
  const tier = versions.at(-1)?.tier;
  let since = versions.at(-1)?.validFrom ?? "-infinity";
  for (const version of [...versions].reverse()) {
    if (version.tier !== tier) break;
    since = version.validFrom;
  }
  return since;
}

const word = <Key extends string>(words: Record<Key, string>, key: Key) => (words[key] ?? key).toLowerCase();
