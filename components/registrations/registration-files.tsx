import { FileList } from "@/components/files/file-list";
import type { FormAction } from "@/lib/auth/form-state";
import { isFileProblem } from "@/lib/files/file-problems";

type RegistrationFilesProps = {
  registrationId: string;
  files: Parameters<typeof FileList>[0]["files"];
  timeZone: string;
  /** What the address says went wrong. */
  problem: unknown;
  mayAdd: boolean;
  /** For staff: with whom a file may be shared, and how it is taken away. */
  staff?: { partner: { partnerId: string; name: string }; remove: FormAction | null };
};

/** What a partner adds to its registration, and what staff add to it. */
export function RegistrationFiles({ registrationId, files, timeZone, problem, mayAdd, staff }: RegistrationFilesProps) {
  return (
    <FileList
      place={{ of: "registration", id: registrationId }}
      files={files}
      partners={staff ? [staff.partner] : []}
      staff={staff !== undefined}
      timeZone={timeZone}
      problem={isFileProblem(problem) ? problem : undefined}
      mayAdd={mayAdd}
      remove={staff?.remove ?? null}
    />
  );
}
