import type { FormAction } from "@/lib/auth/form-state";
import type { Amendment } from "@/lib/funds/amendment";
import { type RequestStatus, requestDecisions, requestMay } from "@/lib/funds/states";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { formatMinor } from "@/lib/incentives/words";
import { DecisionForm } from "./decision-form";

type RequestDecisionProps = {
  request: { id: string; status: RequestStatus; requestedMinor: bigint; amendment: Amendment | null };
  allocation: { currency: string; freeMinor: bigint };
  decide: FormAction;
  answer: FormAction;
};

const labels = { approve: "Approve", return: "Send back with a question", reject: "Do not approve" } as const;

/** What staff decide on a request as it stands: the request itself, or a change of it. */
export function RequestDecision({ request, allocation, decide, answer }: RequestDecisionProps) {
  const { id, status, requestedMinor, amendment } = request;
  const { currency, freeMinor } = allocation;
  const available = `${formatMinor(freeMinor, currency)} is available of the partner's funds.`;
  if (amendment)
    return (
      <DecisionForm
        action={answer}
        hidden={{ requestId: id }}
        status={status}
        name="answer"
        choices={[
          { value: "accept", label: `Approve the change to ${formatMinor(BigInt(amendment.amountMinor), currency)}` },
          { value: "decline", label: "Keep what was approved" },
        ]}
        note={available}
      />
    );
  const choices = requestDecisions.filter((move) => requestMay(status, move));
  if (choices.length === 0) return null;
  const most = requestedMinor < freeMinor ? requestedMinor : freeMinor;
  return (
    <DecisionForm
      action={decide}
      hidden={{ requestId: id }}
      status={status}
      choices={choices.map((value) => ({ value, label: labels[value] }))}
      amount={
        choices.some((choice) => choice === "approve")
          ? {
              label: "Amount approved",
              value: most > 0n ? decimalOfMinor(most, currency) : "",
              help: `${formatMinor(requestedMinor, currency)} was asked for.`,
            }
          : undefined
      }
      note={available}
    />
  );
}
