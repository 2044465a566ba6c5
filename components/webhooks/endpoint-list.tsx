import { Moment } from "@/components/jobs/moment";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { type WebhookKind, webhookKinds } from "@/lib/webhooks/events";

type Endpoint = {
  id: string;
  url: string;
  kinds: string[];
  status: "active" | "paused" | "gone";
  oldUntil: Date | null;
};
type EndpointListProps = {
  endpoints: readonly Endpoint[];
  change: FormAction;
  rotate: FormAction;
  now: Date;
  timeZone: string;
};

const states = {
  active: { label: "Active", tone: "good" },
  paused: { label: "Paused", tone: "neutral" },
  gone: { label: "Switched off: it answered that it is gone", tone: "bad" },
} as const;

/** Where others are told, with what can be done about it. */
export function EndpointList({ endpoints, change, rotate, now, timeZone }: EndpointListProps) {
  if (endpoints.length === 0)
    return (
      <div className="border-line bg-surface rounded-lg border">
        <EmptyState icon="send" title="No endpoint yet">
          Add the address of a system that wants to know.
        </EmptyState>
      </div>
    );
  return (
    <ul className="border-line bg-surface divide-line divide-y rounded-lg border">
      {endpoints.map((endpoint) => (
        <li key={endpoint.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <p className="text-ink font-medium wrap-anywhere">{endpoint.url}</p>
            <p className="text-muted text-xs">
              {endpoint.kinds.map((kind) => webhookKinds[kind as WebhookKind]?.label ?? kind).join(" · ")}
            </p>
            {endpoint.oldUntil && endpoint.oldUntil > now ? (
              <p className="text-muted text-xs">
                Signed with the secret before as well until <Moment at={endpoint.oldUntil} timeZone={timeZone} />
              </p>
            ) : null}
          </div>
          <Badge tone={states[endpoint.status].tone}>{states[endpoint.status].label}</Badge>
          <EndpointActions endpoint={endpoint} change={change} rotate={rotate} />
        </li>
      ))}
    </ul>
  );
}

function EndpointActions({
  endpoint,
  change,
  rotate,
}: Pick<EndpointListProps, "change" | "rotate"> & { endpoint: Endpoint }) {
  const active = endpoint.status === "active";
  const of = { endpoint: endpoint.id };
  return (
    <div className="flex flex-wrap gap-2">
      <ActionForm action={rotate} failed="The secret stays as it is." hidden={of} className="">
        <ActionButton size="small" icon="key-round">
          New secret
        </ActionButton>
      </ActionForm>
      <ActionForm action={change} hidden={{ ...of, to: active ? "paused" : "active" }} className="">
        <ActionButton size="small">{active ? "Pause" : "Switch on"}</ActionButton>
      </ActionForm>
      <ActionForm action={change} hidden={{ ...of, to: "removed" }} className="">
        <ActionButton size="small" variant="danger" aria-label={`Remove ${endpoint.url}`}>
          Remove
        </ActionButton>
      </ActionForm>
    </div>
  );
}
