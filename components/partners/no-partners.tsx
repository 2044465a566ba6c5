import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Why there are no partners, and what to do about it. */
export function NoPartners({ filtered }: { filtered: boolean }) {
  if (!filtered)
    return (
      <EmptyState
        icon="handshake"
        title="No partners yet"
        actions={
          <>
            <LinkButton href="/imports" variant="primary" icon="upload">
              Import partners
            </LinkButton>
            <LinkButton href="/partners/new">Create one</LinkButton>
          </>
        }
      >
        Import them from a file, or create the first by hand.
      </EmptyState>
    );
  return (
    <EmptyState
      icon="filter"
      title="No partner matches these filters"
      actions={<LinkButton href="/partners">Clear filters</LinkButton>}
    >
      Take one of the filters away, or look on the first page.
    </EmptyState>
  );
}
