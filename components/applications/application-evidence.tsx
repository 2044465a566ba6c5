import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";

type Found = {
  kind: "partner" | "application" | "person";
  id: string;
  name: string;
  domain: string | null;
  country: string | null;
  state: string;
  verdict: "same" | "possible" | "different";
  hits: readonly { says: string }[];
};

/** What the program knows of the company already, with the reasons to think so. */
export function ApplicationEvidence({ evidence }: { evidence: readonly Found[] }) {
  return (
    <Card title="Is it known already?" flush={evidence.length > 0}>
      {evidence.length === 0 ? (
        <p className="text-muted">No partner, person or other application speaks of this company.</p>
      ) : (
        <ul className="divide-line border-line divide-y border-t">
          {evidence.map((found) => (
            <li key={`${found.kind} ${found.id} ${found.state}`} className="space-y-1 px-5 py-3">
              <p className="flex flex-wrap items-center gap-2">
                {found.kind === "person" ? (
                  <span className="text-ink font-medium">{found.name}</span>
                ) : (
                  <TextLink href={`/${found.kind}s/${found.id}`}>{found.name}</TextLink>
                )}
                <Badge tone={found.verdict === "same" ? "bad" : "warn"}>
                  {found.verdict === "same" ? "Same company" : "Perhaps the same"}
                </Badge>
              </p>
              <p className="text-muted text-xs">
                {[
                  found.kind === "partner" ? "Partner" : found.kind === "person" ? "Person" : "Application",
                  found.state === "known" ? null : found.state,
                  found.domain,
                  found.country,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {found.hits.map(({ says }) => (
                <p key={says} className="max-w-[72ch] text-pretty">
                  {says}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
