import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount, formatInstant } from "@/lib/format";
import type { PairFilter } from "@/lib/quality/filter";
import { pairsHref } from "@/lib/quality/pairs-view";

type Merge = {
  id: string;
  kind: string;
  kept: string;
  gone: string;
  partnerId: string | null;
  reason: string;
  at: string;
  by: string | null;
};
type MergeListProps = {
  merges: readonly Merge[];
  filter: PairFilter;
  more: boolean;
  timeZone: string;
  /** Null for who may not. */
  undo: FormAction | null;
};

/** Merges that stand, each with the way back. */
export function MergeList({ merges, filter, more, timeZone, undo }: MergeListProps) {
  if (merges.length === 0)
    return (
      <Card>
        <EmptyState title="None was merged">What is merged stands here, and can be undone from here.</EmptyState>
      </Card>
    );
  return (
    <Card flush>
      <ul className="divide-line divide-y">
        {merges.map((merge) => (
          <li key={merge.id} className="px-5 py-4">
            <p className="text-ink font-medium wrap-anywhere">
              {merge.gone} <span className="text-muted font-normal">went into</span>{" "}
              {merge.partnerId ? (
                <TextLink href={`/partners/${merge.partnerId}`} quiet>
                  {merge.kept}
                </TextLink>
              ) : (
                merge.kept
              )}
            </p>
            <p className="text-muted mt-0.5 mb-2 text-xs">
              {formatInstant(new Date(merge.at), timeZone)} by {merge.by ?? "the command line"}: {merge.reason}
            </p>
            {undo ? (
              <Disclosure summary={`Undo the merge of ${merge.gone}`}>
                <ActionForm
                  action={undo}
                  hidden={{ mergeId: merge.id, kind: merge.kind }}
                  failed="The merge was not undone."
                >
                  <ActionInput
                    id={`undo-${merge.id}`}
                    name="reason"
                    label="Why is it undone?"
                    help={`What came with ${merge.gone} goes back to it, and all figures with it.`}
                  />
                  <ActionButton variant="danger" icon="undo-2">
                    Undo the merge
                  </ActionButton>
                </ActionForm>
              </Disclosure>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="px-5 pb-4">
        <Pagination
          text={`${formatCount(merges.length)} shown`}
          previousHref={filter.page > 1 ? pairsHref(filter, { page: filter.page - 1 }) : null}
          nextHref={more ? pairsHref(filter, { page: filter.page + 1 }) : null}
        />
      </div>
    </Card>
  );
}
