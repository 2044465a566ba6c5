import { z } from "zod";
import type { RegistrationStatus } from "@/lib/deals/words";
import { first, oneOf, pageNumber } from "@/lib/lists/parameters";

export const registrationsPerPage = 50;

const shows = ["decide", "open", "waiting", "returned", "approved", "ended", "draft", "all"] as const;
type Show = (typeof shows)[number];

export const registrationFilter = z.object({
  show: oneOf(shows),
  q: first.transform((value) => value.trim().slice(0, 100)),
  page: pageNumber,
});
export type RegistrationFilter = z.output<typeof registrationFilter>;
export const registrationDefaults: RegistrationFilter = { show: "", q: "", page: 1 };

/** What each side looks at, in order; the first is what it sees first. */
export const showsOf: Record<"staff" | "partner", { show: Show; label: string; counts?: RegistrationStatus[] }[]> = {
  staff: [
    { show: "decide", label: "To decide", counts: ["submitted"] },
    { show: "waiting", label: "In line", counts: ["waiting"] },
    { show: "returned", label: "Sent back", counts: ["returned"] },
    { show: "approved", label: "Protected", counts: ["approved"] },
    { show: "ended", label: "Ended" },
    { show: "all", label: "All" },
  ],
  partner: [
    { show: "open", label: "Open", counts: ["draft", "submitted", "waiting", "returned"] },
    { show: "approved", label: "Protected", counts: ["approved"] },
    { show: "ended", label: "Ended" },
    { show: "all", label: "All" },
  ],
};

/** What is shown: what was asked for, else what the side sees first. */
export const shownOf = (kind: "staff" | "partner", show: RegistrationFilter["show"]): Show =>
  show || (showsOf[kind][0]?.show ?? "all");

const ended: RegistrationStatus[] = ["rejected", "duplicate", "withdrawn", "expired", "closed"];
const submitted: RegistrationStatus[] = ["submitted", "waiting", "returned"];

/** The statuses that are shown; a draft is its company's alone. */
export function statusesOf(kind: "staff" | "partner", show: RegistrationFilter["show"]): RegistrationStatus[] {
  const drafts: RegistrationStatus[] = kind === "partner" ? ["draft"] : [];
  const by: Record<Show, RegistrationStatus[]> = {
    decide: ["submitted"],
    open: [...drafts, ...submitted],
    waiting: ["waiting"],
    returned: ["returned"],
    approved: ["approved"],
    ended,
    draft: drafts.length > 0 ? drafts : ["submitted"],
    all: [...drafts, ...submitted, "approved", ...ended],
  };
  return by[shownOf(kind, show)];
}
