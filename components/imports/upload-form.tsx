import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormActions, Input, Select } from "@/components/ui/field";
import { FormErrors } from "@/components/ui/form-errors";
import { TextLink } from "@/components/ui/text-link";
import { formatChoices } from "@/lib/imports/mapping-form";
import { type UploadProblem, uploadProblems } from "@/lib/imports/upload-problems";

type UploadFormProps = { sources: readonly { source: string; label: string }[]; problem?: UploadProblem };

/** Files to be staged and checked. A plain form: the files go to a route of their own, which streams them. */
export function UploadForm({ sources, problem }: UploadFormProps) {
  const wrong = problem && uploadProblems[problem];
  const error = (field: string) => (wrong?.field === field ? wrong.message : undefined);
  return (
    <Card
      title="Import files"
      description="Files are read by the source's mapping and checked. Nothing changes before you publish."
      footer={
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <li>
            <a
              href="/samples/partner-list.csv"
              download
              className="text-accent font-medium underline-offset-3 hover:underline"
            >
              Sample of a partner list
            </a>
          </li>
          {sources.map(({ source, label }) => (
            <li key={source}>
              <TextLink href={`/imports/mappings/${source}`}>Mapping of {label}</TextLink>
            </li>
          ))}
          <li>
            <TextLink href="/imports/mappings/new">New source</TextLink>
          </li>
        </ul>
      }
    >
      <FormErrors
        title="No files were taken in."
        errors={wrong ? [{ field: wrong.field || undefined, message: wrong.message }] : []}
      />
      <form method="post" action="/imports/upload" encType="multipart/form-data" className="grid gap-5 lg:grid-cols-3">
        <Select
          name="source"
          label="Source"
          required
          error={error("source")}
          placeholder="Choose a source"
          options={sources.map(({ source, label }) => ({ value: source, label }))}
        />
        <Input
          name="files"
          label="CSV files"
          type="file"
          multiple
          required
          error={error("files")}
          accept=".csv,.txt,.tsv,text/csv"
          className="file:text-accent py-0 leading-9 file:mr-3 file:font-medium max-lg:leading-[2.75rem]"
          help="All files of the source together, 250 MB at most."
        />
        <Select
          name="date"
          label="Dates are written as"
          optional
          error={error("date")}
          placeholder="As the mapping says"
          options={formatChoices.date}
        />
        <FormActions>
          <Button variant="primary" icon="upload">
            Check the files
          </Button>
        </FormActions>
      </form>
    </Card>
  );
}
