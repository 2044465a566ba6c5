import { formatE4 } from "@/lib/format";

type Found = {
  kind: string;
  id: string;
  name: string;
  open: boolean;
  status: string;
  partner: string | null;
  amountE4: bigint | null;
  currency: string | null;
};

/** The open deals among what was found, as an approval may link them. */
export const linkable = (evidence: readonly Found[]): { value: string; label: string }[] =>
  evidence
    .filter(({ kind, open }) => kind === "deal" && open)
    .map(({ id, name, status, partner, amountE4, currency }) => ({
      value: id,
      label: [
        `Link ${name}`,
        status,
        amountE4 !== null && currency ? formatE4(amountE4, currency) : null,
        partner ?? "no partner",
      ]
        .filter(Boolean)
        .join(", "),
    }));
