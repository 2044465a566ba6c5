import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { withViewer } from "@/db/client";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { EnteredKind } from "@/lib/facts/form";
import { enteredFacts } from "./schema";

export const entriesShown = 50;

/** What was entered by hand of a kind, the newest first, with who entered it and who took it back. For staff: throws NotFound. */
export async function listEntered(viewer: Viewer, what: EnteredKind) {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  const taker = alias(people, "taker");
  const { id, says, source, enteredAt, takenBackAt, why } = enteredFacts;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, says, source, enteredAt, takenBackAt, why, enteredBy: people.name, takenBackBy: taker.name })
      .from(enteredFacts)
      .leftJoin(people, and(eq(people.id, enteredFacts.enteredById), scope(viewer, people)))
      .leftJoin(taker, eq(taker.id, enteredFacts.takenBackById))
      .where(eq(enteredFacts.what, what))
      .orderBy(desc(enteredAt), desc(id))
      .limit(entriesShown),
  );
}
export type EnteredRow = Awaited<ReturnType<typeof listEntered>>[number];
