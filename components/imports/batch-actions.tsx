import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount } from "@/lib/format";
import type { BatchStatus } from "./batch-badge";

type BatchActionsProps = {
  batch: string;
  status: BatchStatus;
  records: number;
  held: number;
  mappingHref: string;
  /** Held until somebody releases it. */
  waits: boolean;
  publish: FormAction;
  revert: FormAction;
  discard: FormAction;
};

/** What can be done with an import in its state. */
export function BatchActions(props: BatchActionsProps) {
  const hidden = { batch: props.batch };
  if (props.status === "published") return <Revert {...props} />;
  if (props.status === "reverted") return null;
  const held = props.held ? `; ${formatCount(props.held)} rows stay out` : "";
  const sentence = props.records
    ? `${formatCount(props.records)} records will be created or changed in one step${held}. It can be taken back later.`
    : `The portal has all of it already: nothing would change${held}.`;
  return (
    <Card
      title={props.status === "checked" ? "Publish" : "Clear away"}
      description={props.status === "checked" ? sentence : undefined}
    >
      <div className="flex flex-wrap items-start gap-2">
        {props.status === "checked" && !props.waits ? (
          <ActionForm action={props.publish} hidden={hidden} failed="Nothing was published.">
            <ActionButton variant="primary" icon="check">
              Publish
            </ActionButton>
          </ActionForm>
        ) : null}
        <LinkButton href={props.mappingHref} icon="sliders-horizontal">
          Edit mapping
        </LinkButton>
        <ActionForm action={props.discard} hidden={hidden} failed="It was not discarded.">
          <ActionButton variant="quiet" icon="trash-2">
            Discard
          </ActionButton>
        </ActionForm>
      </div>
    </Card>
  );
}

function Revert({ batch, revert, records }: BatchActionsProps) {
  return (
    <Card
      title="Take it back"
      description={`Every row that this import created or changed (${formatCount(records)} records) becomes what it was before, and all figures with it. Refused when rows were changed or used since.`}
    >
      <ActionForm action={revert} hidden={{ batch }} failed="The import was not reverted.">
        <ActionTextarea name="reason" label="Reason" rows={2} required help="Stands in the audit log." />
        <ActionButton variant="danger" icon="undo-2">
          Revert
        </ActionButton>
      </ActionForm>
    </Card>
  );
}
