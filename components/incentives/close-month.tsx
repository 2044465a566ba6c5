import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { monthOf, nextMonth } from "@/lib/incentives/periods";
import { monthName } from "@/lib/incentives/words";

type CloseMonthProps = { closed: string | null; open: string | null; today: string; action: FormAction };

/** Makes the statements of the next month final, once it is over. */
export function CloseMonth({ closed, open, today, action }: CloseMonthProps) {
  const month = closed ? nextMonth(closed) : open;
  if (!month || nextMonth(month) > monthOf(today))
    return (
      <p className="text-muted text-xs">
        {closed ? `Statements are final up to ${monthName(closed)}. ` : ""}The next month can be closed when it is over.
      </p>
    );
  return (
    <Card
      title={`Close ${monthName(month)}`}
      description={`Statements are ${closed ? `final up to ${monthName(closed)}` : "all open"}. Closing seals every partner's statement of ${monthName(month)}; what comes later of it is booked into the next month. This cannot be undone.`}
    >
      <ActionForm action={action} hidden={{ month }} failed="Nothing was closed.">
        <ActionButton>Make the statements of {monthName(month)} final</ActionButton>
      </ActionForm>
    </Card>
  );
}
