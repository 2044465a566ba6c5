import { Callout } from "@/components/ui/callout";

/** Says that figures over all partners are those of before a large change, while its sums are made. Nothing otherwise. */
export function Recounting({ partners }: { partners: number }) {
  if (partners === 0) return null;
  return (
    <Callout tone="warn" title="Figures are being counted again">
      A large change, such as an import, moved the figures of {partners.toLocaleString("en")} partners or more. Until
      they are counted, figures over all partners are those of before it; the figures of one partner are right already.
    </Callout>
  );
}
