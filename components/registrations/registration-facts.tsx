import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { involvements } from "@/lib/deals/registrations/words";
import { formatDay, formatE4 } from "@/lib/format";

/** What the partner wrote. */
export function RegistrationFacts({ registration: one }: { registration: RegistrationRecord }) {
  const contact = [one.contactName, one.contactTitle].filter(Boolean).join(", ");
  return (
    <Card title="What was registered">
      <DefinitionList
        items={[
          { term: "Customer", value: one.customerName },
          { term: "Web site", value: one.domain },
          { term: "Country", value: one.country },
          { term: "Contact", value: contact || null },
          { term: "E-mail", value: one.contactEmail },
          { term: "Need", value: one.need },
          { term: "Partner's part", value: one.involvement ? involvements[one.involvement] : null },
          { term: "Expected to close", value: one.expectedCloseOn ? formatDay(one.expectedCloseOn) : null },
          { term: "Submitted by", value: one.submitter },
          {
            term: "Deal",
            value: one.dealId ? <TextLink href={`/deals/${one.dealId}`}>Open the deal</TextLink> : null,
            missing: "No deal yet: the approval opens or links one",
          },
        ]}
      />
      {one.lines.length > 0 && one.currency ? (
        <table className="mt-5 w-full">
          <caption className="text-muted pb-1 text-left text-xs">Products</caption>
          <tbody className="divide-line border-line divide-y border-t">
            {one.lines.map((line) => (
              <tr key={line.lineNo}>
                <th scope="row" className="py-2 pr-3 text-left font-normal">
                  {line.product ?? "No product named"}
                </th>
                <td className="text-muted py-2 pr-3 text-right tabular-nums">{Number(line.quantity)} ×</td>
                <td className="py-2 text-right tabular-nums">{formatE4(line.amountE4, one.currency as string)}</td>
              </tr>
            ))}
            <tr className="font-medium">
              <th scope="row" colSpan={2} className="py-2 pr-3 text-left font-medium">
                Together
              </th>
              <td className="py-2 text-right tabular-nums">{formatE4(one.amountE4, one.currency)}</td>
            </tr>
          </tbody>
        </table>
      ) : null}
    </Card>
  );
}
