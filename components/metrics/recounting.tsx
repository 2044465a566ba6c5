import { Callout } from "@/components/ui/callout";
import { formatInstant } from "@/lib/format";

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

/** Says that something changed since the page's figures were counted. Nothing while they miss no change. */
export function AsOf({ asOf, timeZone }: { asOf?: string; timeZone: string }) {
  if (!asOf) return null;
  return (
    <Callout tone="info" title={`As of ${formatInstant(new Date(asOf), timeZone)} ${timeZone}`}>
      Something was changed since, and is being counted: open the page again in a minute to see it.
    </Callout>
  );
}
