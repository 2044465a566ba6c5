import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

type About = { id: string; number: number | null; metric: string; period: string };

/** Tells the owner of a question that it was asked, or asked again. In the asker's transaction: a partner sees its manager alone. */
export async function tellOwner(
  tx: Tx,
  ownerId: string | null,
  issue: About,
  { said, text }: { said: string; text: string },
  portalUrl: string,
): Promise<void> {
  const link = { label: "Open the question", url: `${portalUrl}/issues/${issue.id}` };
  const subject = `${said} about ${figureOf(issue)}`;
  await write(tx, ownerId, subject, [`${said} about ${figureOf(issue)}:`, text], link);
}

/** Tells who asked what was answered. */
export async function tellAsker(
  tx: Tx,
  issue: About & { openedById: string | null },
  { answer, text }: { answer: string; text: string },
  portalUrl: string,
): Promise<void> {
  const link = { label: "Read the answer", url: `${portalUrl}/issues/${issue.id}` };
  const subject = `Your question about ${figureOf(issue)} is answered`;
  await write(tx, issue.openedById, subject, [`${answer}.`, text], link);
}

const figureOf = ({ metric, period }: About) => `${isMetricKey(metric) ? metricOf(metric).label : metric}, ${period}`;

async function write(
  tx: Tx,
  personId: string | null,
  subject: string,
  paragraphs: string[],
  link: { label: string; url: string },
): Promise<void> {
  const [person] = await tx.execute<{ name: string; email: string }>(
    sql`select people.name, people.email from people where people.id = ${personId}::uuid and people.access = 'active' and people.email is not null`,
  );
  if (!person) return;
  await queueMail(tx, { to: person.email, ...letter(subject, [`Hello ${person.name},`, ...paragraphs], link) });
}
