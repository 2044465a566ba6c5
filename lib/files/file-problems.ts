/** Why a file was not taken in, as the address names it, and what its form says. */
export const fileProblems = {
  file: { message: "Choose the file to add.", status: 400 },
  size: { message: "The file is larger than 10 MB.", status: 413 },
  type: {
    message:
      "Only PDF, PNG, JPEG, Word, Excel, PowerPoint, text and CSV files can be added; this is none by its content.",
    status: 415,
  },
  form: { message: "The file arrived incomplete. Send it again.", status: 400 },
  full: { message: "There are 100 files here already.", status: 400 },
  partner: { message: "This partner takes no part here: open the page again.", status: 400 },
  closed: {
    message: "Nothing can be added here any more: what was submitted is not edited, and what has ended stays as it is.",
    status: 400,
  },
} as const satisfies Record<string, { message: string; status: number }>;

export type FileProblem = keyof typeof fileProblems;

export const isFileProblem = (name: unknown): name is FileProblem =>
  typeof name === "string" && Object.hasOwn(fileProblems, name);

/** A file that cannot be taken in. */
export class FileProblemFound extends Error {
  override name = "FileProblemFound";
  readonly status: number;
  constructor(readonly problem: FileProblem) {
    super(fileProblems[problem].message);
    this.status = fileProblems[problem].status;
  }
}
