import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { formatDay } from "@/lib/format";

const words = { requested: "Asked for", approved: "Extended", rejected: "Not extended" } as const;
const tones = { requested: "info", approved: "good", rejected: "bad" } as const;

type ExtensionsProps = { items: RegistrationRecord["extensions"]; answer?: FormAction };

/** Wishes for longer protection; who may decide answers them here. */
export function Extensions({ items, answer }: ExtensionsProps) {
  if (items.length === 0) return null;
  return (
    <Card title="Longer protection">
      <ul className="space-y-4">
        {items.map((item) => (
          <li key={item.id} className="space-y-2">
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone={tones[item.status]}>{words[item.status]}</Badge>
              <span>until {formatDay(item.until)}</span>
            </p>
            <p className="text-muted">{item.reason}</p>
            {item.answer ? <p>Answer: {item.answer}</p> : null}
            {answer && item.status === "requested" ? (
              <ActionForm action={answer} hidden={{ extensionId: item.id }} failed="Nothing was answered.">
                <ActionSelect
                  name="answer"
                  label="Answer"
                  options={[
                    { value: "approved", label: "Extend the protection" },
                    { value: "rejected", label: "Leave it as it is" },
                  ]}
                />
                <ActionTextarea name="reason" label="Reason, for the partner" rows={2} maxLength={1000} />
                <ActionButton>Answer</ActionButton>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
