import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";

type Pair = { id: string; reason: string; a: { id: string; name: string }; b: { id: string; name: string } };

/** Pairs that may be the same company, each with the reason why and what can be done about it. */
export function DuplicateList({ pairs, dismiss }: { pairs: readonly Pair[]; dismiss: FormAction }) {
  if (pairs.length === 0)
    return (
      <Card>
        <EmptyState icon="circle-check" title="No duplicates are waiting">
          Imports look for partners with the same name or domain and list them here. To merge two others, open one of
          them and choose Merge.
        </EmptyState>
      </Card>
    );
  return (
    <Card flush>
      <ul className="divide-line divide-y">
        {pairs.map((pair) => (
          <li key={pair.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
            <div className="min-w-0">
              <p className="text-ink font-medium">
                <TextLink href={`/partners/${pair.a.id}`} quiet>
                  {pair.a.name}
                </TextLink>
                <span className="text-muted font-normal"> and </span>
                <TextLink href={`/partners/${pair.b.id}`} quiet>
                  {pair.b.name}
                </TextLink>
              </p>
              <p className="text-muted mt-0.5 text-xs">{pair.reason}</p>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <LinkButton href={`/partners/merge?survivor=${pair.a.id}&merged=${pair.b.id}`} size="small" icon="merge">
                Compare
              </LinkButton>
              <ActionForm action={dismiss} hidden={{ duplicateId: pair.id }} className="">
                <ActionButton size="small" variant="quiet">
                  Not the same
                </ActionButton>
              </ActionForm>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
