/** Why an upload was not taken in, as the address names it, and what the form says. */
export const uploadProblems = {
  source: { field: "source", message: "Choose the source of the files." },
  files: { field: "files", message: "Choose the files to import." },
  date: { field: "date", message: "This is not a date format." },
  size: { field: "files", message: "The files are larger than 250 MB together." },
  form: { field: "", message: "The form arrived incomplete. Send it again." },
} as const satisfies Record<string, { field: string; message: string }>;

export type UploadProblem = keyof typeof uploadProblems;

export const isUploadProblem = (name: unknown): name is UploadProblem =>
  typeof name === "string" && Object.hasOwn(uploadProblems, name);

/** An upload that cannot be taken in. */
export class UploadRefused extends Error {
  override name = "UploadRefused";
  /** What HTTP calls it. */
  readonly status: number;
  constructor(readonly problem: UploadProblem) {
    super(uploadProblems[problem].message);
    this.status = problem === "size" ? 413 : 400;
  }
}
