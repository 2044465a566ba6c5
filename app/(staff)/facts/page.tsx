import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { enter, takeBack } from "@/app/(staff)/facts/actions";
import { EnterForm } from "@/components/facts/enter-form";
import { EnteredList } from "@/components/facts/entered-list";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listEntered } from "@/db/facts/queries";
import { getProgram } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { enteredFilter, enteredKindKeys, enteredKinds } from "@/lib/facts/form";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Figures by hand" };

/** Facts that no import brings: entered here, they count like imported ones. */
export default async function FactsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("facts.enter");
  const { what } = enteredFilter.parse(await searchParams);
  const [program, rows] = await Promise.all([getProgram(viewer), listEntered(viewer, what)]);
  return (
    <>
      <PageHeader
        title="Figures by hand"
        state="What no import brings. It counts like an imported row, with where it is from and who entered it."
      />
      <Tabs
        label="What is entered"
        items={enteredKindKeys.map((key) => ({
          href: `/facts?what=${key}`,
          label: enteredKinds[key].label,
          current: key === what,
        }))}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <EnterForm
          what={what}
          entryId={randomUUID()}
          today={program.today}
          currency={program.reportingCurrency}
          action={enter}
        />
        <EnteredList rows={rows} timeZone={program.timeZone} takeBack={takeBack} />
      </div>
    </>
  );
}
