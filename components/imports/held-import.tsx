import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import { type Oddity, odditySays } from "@/lib/imports/oddities";

type HeldImportProps = {
  batch: {
    id: string;
    status: string;
    held: Oddity[] | null;
    releasedAt: Date | null;
    releasedBy: string | null;
    releasedWhy: string | null;
    mendsId: string | null;
  };
  timeZone: string;
  /** Null for who may not. */
  release: FormAction | null;
};

/** Why an import waits before figures change, and its release; and which import it mends. */
export function HeldImport({ batch, timeZone, release }: HeldImportProps) {
  const { held, releasedAt } = batch;
  return (
    <>
      {batch.mendsId ? (
        <Callout tone="info" title="This import mends rows that were held back">
          It does nothing but those rows of <TextLink href={`/imports/${batch.mendsId}`}>the import before it</TextLink>
          ; what that one published is left as it is now.
        </Callout>
      ) : null}
      {held ? (
        <Callout
          tone={releasedAt ? "neutral" : "warn"}
          title={releasedAt ? "It was held, and released" : "Held: this import is unlike those before it"}
        >
          {held.map((oddity) => (
            <p key={oddity.what}>{odditySays(oddity)}</p>
          ))}
          {releasedAt ? (
            <p>
              Released {formatInstant(releasedAt, timeZone)} by {batch.releasedBy ?? "the command line"}:{" "}
              {batch.releasedWhy}
            </p>
          ) : (
            <p>No figure changes before somebody looks at it and says that it is right.</p>
          )}
          {!releasedAt && batch.status === "checked" && release ? (
            <ActionForm
              action={release}
              hidden={{ batch: batch.id }}
              failed="It was not released."
              className="mt-3 space-y-3"
            >
              <ActionInput name="reason" label="Why is it right?" />
              <ActionButton icon="check">Release it</ActionButton>
            </ActionForm>
          ) : null}
        </Callout>
      ) : null}
    </>
  );
}
