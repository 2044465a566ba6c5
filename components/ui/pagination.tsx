import { LinkButton } from "./button";

type PaginationProps = {
  text: string;
  previousHref?: string | null;
  nextHref?: string | null;
  /** What the way back is called: a list that only knows its next page leads back to its first. */
  back?: string;
};

/** "51 to 100 of 1,024" with the neighbours as links; an edge has no link. */
export function Pagination({ text, previousHref, nextHref, back = "Previous" }: PaginationProps) {
  if (!previousHref && !nextHref) return <p className="text-muted text-xs">{text}</p>;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted text-xs">{text}</p>
      <div className="flex gap-2">
        {previousHref ? (
          <LinkButton href={previousHref} size="small">
            {back}
          </LinkButton>
        ) : null}
        {nextHref ? (
          <LinkButton href={nextHref} size="small">
            Next
          </LinkButton>
        ) : null}
      </div>
    </nav>
  );
}
