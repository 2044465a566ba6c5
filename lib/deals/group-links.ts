import { type DealAddress, dealsHref, type Grouping } from "./address";

/** The address of a group's own rows; null where no filter says the same. */
export function groupHref(address: DealAddress, by: Grouping, key: string | null): string | null {
  const rows = { show: "table", after: "", before: "" };
  if (by === "month") {
    if (key) return dealsHref(address, { ...rows, ...monthOf(address, key) });
    return address.by === "closed" && !address.from && !address.to
      ? dealsHref(address, { ...rows, outcome: ["open"] })
      : null;
  }
  if (key === null) return null;
  if (by === "stage" || by === "family") return dealsHref(address, { ...rows, [by]: [key] });
  return ofSource(address) ? dealsHref(address, { ...rows, [by]: [key], role: "sourced" }) : null;
}

/** A month within the period that is asked for already. */
function monthOf({ from, to }: DealAddress, month: string): { from: string; to: string } {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const next =
    number === 12
      ? `${String(year + 1).padStart(4, "0")}-01`
      : `${month.slice(0, 5)}${String(number + 1).padStart(2, "0")}`;
  const begin = `${month}-01`;
  const end = `${next}-01`;
  return { from: from > begin ? from : begin, to: to && to < end ? to : end };
}

/** Whether what is asked of partners is asked of the sourcing one alone, as the groups are. */
function ofSource({ role, partner, company, tier, type, region }: DealAddress): boolean {
  if (role === "sourced") return company === "" && partner.length <= 1;
  return role === "" && company === "" && [partner, tier, type, region].every((chosen) => chosen.length === 0);
}
