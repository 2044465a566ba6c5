import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { Input, Select } from "@/components/ui/field";
import { FormErrors } from "@/components/ui/form-errors";
import type { FormAction } from "@/lib/auth/form-state";
import { type FilePlace, uploadHref } from "@/lib/files/file-place";
import { type FileProblem, fileProblems } from "@/lib/files/file-problems";
import { acceptedEndings, sizeSays, typeSays } from "@/lib/files/file-words";
import { formatInstant } from "@/lib/format";

type File = {
  id: string;
  name: string;
  type: string;
  size: number;
  addedAt: Date;
  addedBy: string | null;
  sharedWith: string | null;
};
type FileListProps = {
  title?: string;
  /** Shows the form that adds one at once. */
  opened?: boolean;
  place: FilePlace;
  files: readonly File[];
  /** Whom staff may share a file with. */
  partners: readonly { partnerId: string; name: string }[];
  staff: boolean;
  timeZone: string;
  problem?: FileProblem;
  mayAdd: boolean;
  /** Null for who may not take files away. */
  remove: FormAction | null;
};

/** The files of a deal, a registration, a claim or a partner, to be saved, and a form that adds one. */
export function FileList({ title = "Files", opened = false, files, staff, timeZone, remove, ...add }: FileListProps) {
  return (
    <Card id="files" title={title}>
      {files.length === 0 ? <p className="text-muted">No file is added yet.</p> : null}
      <ul className="divide-line divide-y">
        {files.map((file) => (
          <li key={file.id} className="flex flex-wrap items-center justify-between gap-2 py-2.5 first:pt-0">
            <div className="min-w-0">
              <a
                href={`/files/${file.id}`}
                download
                className="text-accent font-medium break-words underline-offset-3 hover:underline"
              >
                {file.name}
              </a>
              <p className="text-muted text-xs">
                {[typeSays(file.type), sizeSays(file.size), formatInstant(file.addedAt, timeZone), file.addedBy]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            {staff ? <Shared file={file} remove={remove} /> : null}
          </li>
        ))}
      </ul>
      {add.mayAdd ? (
        <Disclosure summary="Add a file" open={opened || add.problem !== undefined}>
          <AddFile staff={staff} {...add} />
        </Disclosure>
      ) : null}
    </Card>
  );
}

function Shared({ file, remove }: { file: File; remove: FormAction | null }) {
  return (
    <div className="flex items-center gap-2">
      {file.sharedWith ? <Badge>{`With ${file.sharedWith}`}</Badge> : <Badge tone="warn">Staff only</Badge>}
      {remove ? (
        <ActionForm action={remove} hidden={{ fileId: file.id }} failed="The file was not removed.">
          <ActionButton size="small" aria-label={`Remove ${file.name}`}>
            Remove
          </ActionButton>
        </ActionForm>
      ) : null}
    </div>
  );
}

function AddFile({ place, partners, staff, problem }: Pick<FileListProps, "place" | "partners" | "staff" | "problem">) {
  const wrong = problem && fileProblems[problem].message;
  return (
    <form method="post" action={uploadHref(place)} encType="multipart/form-data" className="space-y-4">
      <FormErrors title="The file was not added." errors={wrong ? [{ field: "file", message: wrong }] : []} />
      {staff ? (
        <Select
          name="sharedWith"
          label="Who reads it"
          placeholder="Staff alone"
          options={partners.map(({ partnerId, name }) => ({ value: partnerId, label: `Staff and ${name}` }))}
        />
      ) : null}
      <Input
        name="file"
        label="File"
        type="file"
        required
        error={wrong}
        accept={acceptedEndings}
        className="file:text-accent py-0 leading-9 file:mr-3 file:font-medium max-lg:leading-[2.75rem]"
        help="PDF, PNG, JPEG, Word, Excel, PowerPoint, text or CSV, 10 MB at most."
      />
      <Button icon="upload">Add the file</Button>
    </form>
  );
}
