import { FileList } from "@/components/files/file-list";
import { isFileProblem } from "@/lib/files/file-problems";
import type { historyOf } from "@/lib/funds/view";
import { FundHistory } from "./fund-history";

type ClaimSideProps = {
  claimId: string;
  files: Parameters<typeof FileList>[0]["files"];
  /** What the address says went wrong. */
  problem: unknown;
  mayAdd: boolean;
  history: ReturnType<typeof historyOf>;
  timeZone: string;
};

/** The proof of a claim, and what happened to it. */
export function ClaimSide({ claimId, files, problem, mayAdd, history, timeZone }: ClaimSideProps) {
  return (
    <div className="space-y-6">
      <FileList
        title="Proof"
        files={files}
        place={{ of: "claim", id: claimId }}
        partners={[]}
        staff={false}
        timeZone={timeZone}
        problem={isFileProblem(problem) ? problem : undefined}
        mayAdd={mayAdd}
        opened={files.length === 0}
        remove={null}
      />
      <FundHistory items={history} />
    </div>
  );
}
