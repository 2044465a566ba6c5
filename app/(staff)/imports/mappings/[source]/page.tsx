import type { Metadata } from "next";
import { saveMappingParts, saveMappingText } from "@/app/(staff)/imports/actions";
import { MappingParts, MappingText } from "@/components/imports/mapping-forms";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getImport, getMapping } from "@/db/imports/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { exampleMapping } from "@/lib/imports/sources";

export const metadata: Metadata = { title: "Mapping" };

type Props = { params: Promise<{ source: string }>; searchParams: Promise<{ batch?: string | string[] }> };

export default async function MappingPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("imports.run");
  const source = decodeURIComponent((await params).source);
  const { batch: given } = await searchParams;
  const batch = typeof given === "string" ? given : undefined;
  const isNew = source === "new";
  const used = batch ? getImport(viewer, batch).then((one) => one.mapping) : getMapping(viewer, source);
  const mapping = isNew ? exampleMapping() : await orNotFound(used);
  const form = { mapping, source: isNew ? "new" : mapping.source, batch };
  const back = batch ? [{ label: "Dry run", href: `/imports/${batch}` }] : [];
  return (
    <>
      <PageHeader
        title={isNew ? "New source" : `Mapping of ${mapping.label}`}
        breadcrumb={[{ label: "Imports", href: "/imports" }, ...back]}
        state={
          isNew ? "An example to begin with: name the source, its files and what their columns feed." : mapping.note
        }
      />
      {isNew ? null : <MappingParts action={saveMappingParts} {...form} />}
      <Section title={isNew ? "Mapping" : "The whole mapping"}>
        <MappingText action={saveMappingText} {...form} />
      </Section>
    </>
  );
}
