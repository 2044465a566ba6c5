import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { formatDay } from "@/lib/format";

type OpenAboutProps = {
  issues: readonly {
    id: string;
    number: number | null;
    period: string;
    shown: string;
    dueOn: string;
    owner: string | null;
  }[];
};

/** That a figure is questioned, and when the answer is due. Nothing when nobody does. */
export function OpenAbout({ issues }: OpenAboutProps) {
  if (issues.length === 0) return null;
  return (
    <Callout
      tone="warn"
      title={issues.length === 1 ? "This figure is questioned" : `This figure is questioned ${issues.length} times`}
    >
      <ul>
        {issues.map((issue) => (
          <li key={issue.id}>
            <TextLink href={`/issues/${issue.id}`}>Question #{issue.number}</TextLink> on {issue.period}, when it said{" "}
            {issue.shown}: due {formatDay(issue.dueOn)}
            {issue.owner ? `, answered by ${issue.owner}` : ""}.
          </li>
        ))}
      </ul>
    </Callout>
  );
}
