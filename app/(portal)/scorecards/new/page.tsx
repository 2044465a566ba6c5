import type { Metadata } from "next";
import { ListFilters } from "@/components/tables/list-filters";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { candidatesShown, listWithoutScorecard } from "@/db/scorecards/list";
import { requireViewer } from "@/lib/auth/require-viewer";
import { first, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "New scorecard" };

/** Which partnership gets a scorecard. */
export default async function NewScorecardPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("scorecards.edit");
  const q = first.parse((await searchParams).q);
  const partners = await listWithoutScorecard(viewer, q);
  return (
    <>
      <PageHeader
        title="New scorecard"
        breadcrumb={[{ label: "Scorecards", href: "/scorecards" }]}
        state="Choose the partner; each has one scorecard."
      />
      <ListFilters action="/scorecards/new" search={{ label: "Search partners", value: q }} many={[]} />
      <Card
        title="Partners without a scorecard"
        description={
          partners.length === candidatesShown ? `The first ${candidatesShown} by name: search for others` : undefined
        }
      >
        {partners.length === 0 ? (
          <p className="text-muted">No partner without a scorecard has this in its name.</p>
        ) : null}
        <ul className="divide-line divide-y">
          {partners.map(({ id, name, country }) => (
            <li key={id} className="flex justify-between gap-4 py-2">
              <TextLink href={`/scorecards/${id}/edit`}>{name}</TextLink>
              <span className="text-muted">{country}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
