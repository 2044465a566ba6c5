type Event = {
  id: string;
  at: Date;
  person: string | null;
  kind: "opened" | "taken" | "given" | "noted" | "said" | "answered" | "corrected" | "reopened" | "closed";
  text: string | null;
  internal: boolean;
  href: string | null;
};
export type IssueLine = {
  key: string;
  at: Date;
  sentence: string;
  detail: string | null;
  href: string | null;
  internal: boolean;
  tone: "neutral" | "info" | "good" | "warn";
};

const verbs: Record<Event["kind"], [says: string, tone: IssueLine["tone"]]> = {
  opened: ["asked", "warn"],
  taken: ["took this on", "info"],
  given: ["gave this to", "neutral"],
  noted: ["noted, among staff", "neutral"],
  said: ["wrote", "neutral"],
  answered: ["answered", "good"],
  corrected: ["linked the correction", "good"],
  reopened: ["asked again", "warn"],
  closed: ["closed this", "neutral"],
};

/** What happened to a question, newest first, as sentences. `nobody` stands for people whom the reader does not know. */
export function issueHistory(events: readonly Event[], nobody: string): IssueLine[] {
  return events
    .map(({ id, at, person, kind, text, internal, href }) => {
      const [says, tone] = verbs[kind];
      const named = kind === "given" ? ` ${text ?? "nobody"}` : "";
      const detail = kind === "given" ? null : text;
      return { key: id, at, sentence: `${person ?? nobody} ${says}${named}`, detail, href, internal, tone };
    })
    .reverse();
}

/** How the questions of a list stand, in one sentence. */
export function stateOfIssues(show: string, count: number, late: number): string {
  const many = `${count} ${count === 1 ? "question" : "questions"}`;
  if (show === "waiting")
    return count === 0
      ? "No question waits for an answer."
      : `${many} wait for an answer${late ? `, ${late} past ${late === 1 ? "its" : "their"} day` : ""}.`;
  return show === "all" ? `${many} in all.` : `${many} ${show}.`;
}
