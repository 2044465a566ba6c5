import { Moment } from "@/components/jobs/moment";
import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { type WebhookKind, webhookKinds } from "@/lib/webhooks/events";

type Delivery = {
  id: string;
  url: string;
  kind: string;
  status: "waiting" | "delivered" | "dead" | "withheld";
  tried: number;
  tries: { at: string; status: number | null; ms: number; error: string | null }[];
  nextAt: Date;
  createdAt: Date;
};
type DeliveryTableProps = { deliveries: readonly Delivery[]; replay: FormAction; now: Date; timeZone: string };

const states = {
  waiting: { label: "Waiting", tone: "info" },
  delivered: { label: "Delivered", tone: "good" },
  dead: { label: "Given up", tone: "bad" },
  withheld: { label: "Withheld: not to be seen there", tone: "neutral" },
} as const;

/** The newest messages with their tries, each to be sent again. */
export function DeliveryTable({ deliveries, replay, now, timeZone }: DeliveryTableProps) {
  return (
    <DataTable
      caption="Deliveries"
      columns={[
        { key: "event", label: "Event" },
        { key: "to", label: "To" },
        { key: "state", label: "State" },
        { key: "last", label: "Last try" },
        { key: "again", label: "Again" },
      ]}
      empty={
        <EmptyState title="Nothing was sent yet">
          Messages appear here once something happens that an endpoint wants to know.
        </EmptyState>
      }
      rows={deliveries.map((delivery) => ({
        key: delivery.id,
        cells: {
          event: (
            <span className="block whitespace-normal">
              {webhookKinds[delivery.kind as WebhookKind]?.label ?? delivery.kind}
              <span className="text-muted block text-xs">
                <Moment at={delivery.createdAt} now={now} timeZone={timeZone} />
              </span>
            </span>
          ),
          to: <span className="block max-w-72 whitespace-normal wrap-anywhere">{delivery.url}</span>,
          state: <Badge tone={states[delivery.status].tone}>{states[delivery.status].label}</Badge>,
          last: <LastTry delivery={delivery} timeZone={timeZone} />,
          again: (
            <ActionForm action={replay} failed="It was not sent again." hidden={{ delivery: delivery.id }} className="">
              <ActionButton size="small" aria-label={`Send again: ${delivery.kind} to ${delivery.url}`}>
                Send again
              </ActionButton>
            </ActionForm>
          ),
        },
      }))}
    />
  );
}

function LastTry({ delivery, timeZone }: { delivery: Delivery; timeZone: string }) {
  const last = delivery.tries.at(-1);
  if (!last) return <>–</>;
  return (
    <span className="block whitespace-normal">
      <span className="inline-block first-letter:uppercase">{last.error ?? `answered ${last.status}`}</span> in{" "}
      {last.ms} ms
      <span className="text-muted block text-xs">
        Try {delivery.tries.length}
        {delivery.status === "waiting" ? (
          <>
            , next <Moment at={delivery.nextAt} timeZone={timeZone} />
          </>
        ) : null}
      </span>
    </span>
  );
}
