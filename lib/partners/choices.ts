import type { Option } from "@/lib/lists/links";
import { certifiedChoices, dealChoices, type PartnerFilter } from "./filter";
import { contractStatuses, importances, optionsOf, partnerStatuses, partnerTypes } from "./words";

type Data = {
  tiers: readonly { key: string; name: string }[];
  countries: readonly string[];
  regions: readonly string[];
  territories: readonly string[];
  specializations: readonly string[];
  managers: readonly Option[];
};

type ManyField = Exclude<keyof PartnerFilter, "q" | "deals" | "certified" | "sort" | "dir" | "page">;

/** The choices of the partners' filter, in the order of the bar: those with several answers, and those with one. */
export function partnerChoices(data: Data) {
  const words = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  const many: { name: ManyField; label: string; options: Option[] }[] = [
    { name: "tier", label: "Tier", options: data.tiers.map(({ key, name }) => ({ value: key, label: name })) },
    { name: "status", label: "Status", options: optionsOf(partnerStatuses) },
    { name: "type", label: "Type", options: optionsOf(partnerTypes) },
    { name: "region", label: "Region", options: words(data.regions) },
    { name: "country", label: "Country", options: words(data.countries) },
    { name: "territory", label: "Territory", options: words(data.territories) },
    { name: "specialization", label: "Specialization", options: words(data.specializations) },
    { name: "importance", label: "Importance", options: optionsOf(importances) },
    { name: "contract", label: "Contract", options: optionsOf(contractStatuses) },
    {
      name: "manager",
      label: "Manager",
      options: [{ value: "me", label: "My book" }, ...data.managers, { value: "none", label: "Nobody" }],
    },
  ];
  const one = [
    { name: "deals" as const, label: "Open deals", options: dealChoices },
    { name: "certified" as const, label: "Certification", options: certifiedChoices },
  ];
  return { many, one };
}
