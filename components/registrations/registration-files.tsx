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
  partner?: { partnerId: string; name: string };
  remove?: FormAction | null;
};

/** What a partner adds to its registration, and what staff add to it. */
export function RegistrationFiles({
  registrationId,
  partner,
  problem,
  remove = null,
  ...list
}: RegistrationFilesProps) {
  return (
    <FileList
      {...list}
      place={{ of: "registration", id: registrationId }}
      partners={partner ? [partner] : []}
      staff={partner !== undefined}
      problem={isFileProblem(problem) ? problem : undefined}
      remove={remove}
    />
  );
}
