type Fact = { ref: string; refId: string; dealId: string | null; deal: string | null; partnerId: string | null };

const names: Record<string, string> = {
  registration: "Registration",
  training: "Training",
  revenue: "Invoice line",
  cost: "Channel cost",
  partner: "Partner",
  account: "Customer",
  grant: "Grant",
  use: "Use of a grant",
  ticket: "Support case",
  issue: "Question about a figure",
  install: "Install",
  integration: "Integration",
  uptime: "Day of uptime",
  answer: "Answer",
};

/** What a counted row is called. */
export const factName = ({ ref, deal }: Fact): string =>
  ref === "registration" || ref === "revenue"
    ? deal
      ? `${names[ref]} of ${deal}`
      : (names[ref] as string)
    : (deal ?? names[ref] ?? ref.replace(/^family:/, "").replaceAll("_", " "));

/** Where a counted row leads: to the registration, the question, the deal or the partner. */
export function factHref({ ref, refId, dealId, partnerId }: Fact): string | undefined {
  if (ref === "registration") return `/registrations/${refId}`;
  if (ref === "issue") return `/issues/${refId}`;
  if (dealId) return `/deals/${dealId}`;
  return partnerId ? `/partners/${partnerId}` : undefined;
}
