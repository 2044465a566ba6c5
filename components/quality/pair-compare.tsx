import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { FormAction } from "@/lib/auth/form-state";
import type { Hit, PairKind } from "@/lib/quality/duplicates";
import { hitWords, rowsWords } from "@/lib/quality/pairs-view";

type Side = {
  id: string;
  name: string;
  facts: readonly (readonly [string, string | null])[];
  rows: Record<string, number>;
};
type PairCompareProps = {
  pair: { id: string; kind: PairKind; hits: Hit[]; sides: readonly [Side, Side] };
  /** Null for who may not. */
  merge: FormAction | null;
  dismiss: FormAction | null;
};

const sum = (rows: Record<string, number>) => Object.values(rows).reduce((all, n) => all + n, 0);

/** Two records side by side, why they may be one, what a merge would move, and both answers. */
export function PairCompare({ pair, merge, dismiss }: PairCompareProps) {
  const [a, b] = pair.sides;
  // What more hangs on stays, unless somebody chooses otherwise.
  const [first, second] = sum(a.rows) >= sum(b.rows) ? [a, b] : [b, a];
  return (
    <>
      <Card title="Why they may be one">
        <ul className="list-disc space-y-1 pl-5">
          {pair.hits.map((hit) => (
            <li key={hit.rule}>{hitWords(hit)}</li>
          ))}
        </ul>
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <SideCard side={first} />
        <SideCard side={second} />
      </div>
      {merge ? (
        <Card
          title="They are the same"
          description={`All that hangs on the one that goes moves to the one that stays, and figures follow. ${after[pair.kind]} It can be undone under Merged.`}
        >
          <ActionForm action={merge} hidden={{ pairId: pair.id }} failed="They were not merged.">
            <ActionSelect
              name="keptId"
              label="Which one stays"
              defaultValue={first.id}
              options={[first, second].map(({ id, name }, n) => ({
                value: id,
                label: `${name}${first.name === second.name ? ` (${n === 0 ? "left" : "right"})` : ""}`,
              }))}
            />
            <ActionInput name="reason" label="Why are these the same?" />
            <ActionButton variant="primary" icon="merge">
              Merge them
            </ActionButton>
          </ActionForm>
        </Card>
      ) : null}
      {dismiss ? (
        <Card
          title="They are not the same"
          description="The pair is not offered again, and no longer counts as a fault."
        >
          <ActionForm action={dismiss} hidden={{ pairId: pair.id }} failed="It was not kept.">
            <ActionInput name="why" label="Why are these two different?" />
            <ActionButton>Not the same</ActionButton>
          </ActionForm>
        </Card>
      ) : null}
    </>
  );
}

const after: Record<PairKind, string> = {
  partner:
    "A deal that both took part in is counted once. The merged partner leaves the lists; what the other says of itself stays as it is.",
  account: "What the one that stays says of itself stays as it is; the row of the other is kept aside.",
  person: "What the one that stays says of itself stays as it is; the row of the other is kept aside.",
};

function SideCard({ side }: { side: Side }) {
  return (
    <Card title={side.name}>
      <DefinitionList
        items={[
          ...side.facts.map(([term, value]) => ({ term, value })),
          { term: "Would move with it", value: rowsWords(side.rows) },
        ]}
      />
    </Card>
  );
}
