import type { Viewer } from "@/lib/access/viewer";
import type { Option } from "@/lib/lists/links";
import { optionsOf, partnerTypes } from "@/lib/partners/words";
import { acceptedChoices, type DealFilter, dayChoices, roleChoices } from "./filter";
import { outcomes } from "./words";

type Data = {
  stages: readonly { key: string; name: string }[];
  tiers: readonly { key: string; name: string }[];
  partners: readonly Option[];
  regions: readonly string[];
  accounts: readonly Option[];
  industries: readonly string[];
  families: readonly string[];
  owners: readonly Option[];
};

type ManyField =
  | "outcome"
  | "stage"
  | "partner"
  | "tier"
  | "type"
  | "region"
  | "industry"
  | "family"
  | "owner"
  | "account";
type Many = { name: ManyField; label: string; options: Option[] };

/** The choices of the deals' filter: other companies' names, tiers and regions are choices for staff alone. */
export function dealChoices(viewer: Viewer, data: Data) {
  const words = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  const keyed = (rows: readonly { key: string; name: string }[]) =>
    rows.map(({ key, name }) => ({ value: key, label: name }));
  const forAll: Many[] = [
    { name: "outcome", label: "Outcome", options: optionsOf(outcomes) },
    { name: "stage", label: "Stage", options: keyed(data.stages) },
    { name: "industry", label: "Industry", options: words(data.industries) },
    { name: "family", label: "Family", options: words(data.families) },
    { name: "account", label: "Account", options: [...data.accounts] },
  ];
  const forStaff: Many[] = [
    { name: "partner", label: "Partner", options: [...data.partners] },
    { name: "tier", label: "Tier", options: keyed(data.tiers) },
    { name: "type", label: "Type", options: optionsOf(partnerTypes) },
    { name: "region", label: "Region", options: words(data.regions) },
    { name: "owner", label: "Owner", options: [{ value: "me", label: "Me" }, ...data.owners] },
  ];
  const one = [
    { name: "role" as const, label: "Part of partners", options: roleChoices[viewer.kind] as Option[] },
    { name: "accepted" as const, label: "Registration", options: acceptedChoices },
  ];
  const staff = viewer.kind === "staff";
  // There may be thousands of partners: those of which a name was asked for are choices.
  return { many: staff ? [...forAll, ...forStaff] : forAll, one, byName: staff };
}

/** The chips of what is not a choice: search, days, amounts. */
export function rangeFields(viewer: Viewer, filter: DealFilter): { name: string; label: string }[] {
  const day = dayChoices.find(({ value }) => value === filter.by)?.label ?? "Closed";
  return [
    { name: "q", label: "Search" },
    ...(viewer.kind === "staff" ? [{ name: "company", label: "Partner's name" }] : []),
    { name: "from", label: `${day} from` },
    { name: "to", label: `${day} before` },
    { name: "min", label: "Amount from" },
    { name: "max", label: "Amount up to" },
  ];
}
