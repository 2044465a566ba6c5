import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Why there are no deals, and what to do about it. */
export function NoDeals({ filtered, staff }: { filtered: boolean; staff: boolean }) {
  if (filtered)
    return (
      <EmptyState
        icon="filter"
        title="No deal matches these filters"
        actions={<LinkButton href="/deals">Clear filters</LinkButton>}
      >
        Take one of the filters away, or look on the first page.
      </EmptyState>
    );
  if (!staff) return <EmptyState icon="briefcase-business" title="No deals with your company yet" />;
  return (
    <EmptyState
      icon="briefcase-business"
      title="No deals yet"
      actions={
        <LinkButton href="/imports" variant="primary" icon="upload">
          Import deals
        </LinkButton>
      }
    >
      Import them from your CRM; stages and days become their history.
    </EmptyState>
  );
}
