import { LinkButton } from "@/components/ui/button";

/** Where a partner begins. */
export function RegisterLink() {
  return (
    <LinkButton href="/registrations/new" variant="primary" icon="plus">
      Register a deal
    </LinkButton>
  );
}
