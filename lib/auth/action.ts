import "server-only";
import { revalidatePath } from "next/cache";
import { notFound, redirect } from "next/navigation";
import type { ZodError, ZodType, z } from "zod";
import { type Actor, type AuditEntry, recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import type { Permission } from "@/lib/access/permissions";
import { ownViewer, type Viewer } from "@/lib/access/viewer";
import { Forbidden, NotFound, type Outage, Refused, Unavailable } from "@/lib/errors";
import { currentRequest } from "@/lib/request";
import type { FormAction, FormState } from "./form-state";
import { limitPerson, tooMany } from "./limits";
import { isFromOwnPage } from "./origin";
import { requireViewer } from "./require-viewer";

export type { FormAction, FormState } from "./form-state";

export type ActionContext<Input> = { tx: Tx; viewer: Viewer; actor: Actor; input: Input; now: Date };

/** What was done. Without the audit entry it does not compile; a change without one rolls back. */
export type Outcome = {
  audit: AuditEntry | readonly AuditEntry[];
  redirectTo?: string;
  /** Shown in the form when it stays on its page. */
  notice?: string;
  /** Runs after the commit and before the answer: the cookie of a session that ended. */
  committed?: () => Promise<void>;
};

type Definition<Schema extends ZodType> = {
  /** `noun.verb`, unique: what the list of actions calls it. */
  name: string;
  permission: Permission;
  schema: Schema;
  /** It may take longer than the five seconds of a page: an import. */
  long?: boolean;
  run: (context: ActionContext<z.output<Schema>>) => Promise<Outcome>;
};

/** Every action that was loaded in this process, by name. */
export const actions = new Map<string, { permission: Permission | "public" }>();

/**
 * A server action, in the one order: own origin, session, permission, schema, transaction in the viewer's role, rule and
 * write, audit, commit, then fresh pages or a redirect. A rule that says no comes back as a value with what was typed;
 * NotFound shows the not-found page; anything else is a fault. With the permission `account.own` a person who looks at
 * the portal as a partner acts as themself.
 */
export function action<Schema extends ZodType>(definition: Definition<Schema>): FormAction {
  const { name, permission, schema, long, run } = definition;
  actions.set(name, { permission });
  return orUnavailable(async (_state, form) => {
    if (!(await isFromOwnPage())) return foreign;
    const signedIn = await requireViewer(permission);
    const viewer = permission === "account.own" ? ownViewer(signedIn) : signedIn;
    const read = await readForm(schema, form);
    if (!read.ok) return read.state;
    const wait = await limitPerson("changes", signedIn.personId);
    if (wait) return { message: tooMany(wait) };
    const actor: Actor = { personId: viewer.personId, name: viewer.name };
    return answer(form, async () => {
      const work = async (tx: Tx) => {
        const done = await run({ tx, viewer, actor, input: read.input, now: new Date() });
        for (const entry of [done.audit].flat() as AuditEntry[]) await recordAudit(tx, actor, ofViewer(viewer, entry));
        return done;
      };
      const outcome = await withViewer(viewer, work, long ? "long" : "web");
      await outcome.committed?.();
      revalidatePath("/", "layout");
      return outcome;
    });
  });
}

/**
 * An action for people who are not signed in: own origin, schema, then `run`, which must answer every address alike and
 * limit how often it is asked. Only the pages of sign-in and of applications have such.
 */
export function publicAction<Schema extends ZodType>(definition: {
  name: string;
  schema: Schema;
  run: (input: z.output<Schema>) => Promise<{ redirectTo?: string; notice?: string }>;
}): FormAction {
  actions.set(definition.name, { permission: "public" });
  return orUnavailable(async (_state, form) => {
    if (!(await isFromOwnPage())) return foreign;
    const read = await readForm(definition.schema, form);
    return read.ok ? answer(form, () => definition.run(read.input)) : read.state;
  });
}

/** A database that is away for a moment is told in the form, which keeps what was typed. */
const orUnavailable =
  (work: FormAction): FormAction =>
  async (state, form) => {
    const request = currentRequest();
    if (request) request.understood = true;
    try {
      return await work(state, form);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const values = form instanceof FormData ? typed(form) : undefined;
      return { message: `${error.message} ${mayBeDone[error.outage] ? checkFirst : tryAgain}`, values };
    }
  };

/** After these, a change may have been made though the answer to it was lost. */
const mayBeDone: Partial<Record<Outage, true>> = { unreachable: true, silent: true };
const checkFirst = "Look whether the change was made before you send it again.";
const tryAgain = "Nothing was changed; send it again in a minute.";

const foreign: FormState = {
  message: "This form was not sent from a page of the portal. Open the page again and retry.",
};

type Answer = { redirectTo?: string; notice?: string };

async function answer(form: FormData, work: () => Promise<Answer>): Promise<FormState> {
  let done: Answer;
  try {
    done = await work();
  } catch (error) {
    if (error instanceof NotFound) notFound();
    if (error instanceof Refused) return refusal(error, form);
    if (error instanceof Forbidden) return { message: error.message || "Your role does not allow this." };
    throw error;
  }
  if (done.redirectTo) redirect(done.redirectTo);
  return { notice: done.notice };
}

/** A partner person's entry always belongs to their company. */
function ofViewer(viewer: Viewer, entry: AuditEntry): AuditEntry {
  return viewer.kind === "partner" ? { ...entry, partnerId: viewer.partnerId } : entry;
}

async function readForm<Schema extends ZodType>(
  schema: Schema,
  form: unknown,
): Promise<{ ok: true; input: z.output<Schema> } | { ok: false; state: FormState }> {
  if (!(form instanceof FormData))
    return { ok: false, state: { message: "The form arrived incomplete. Send it again." } };
  if ([...form.values()].some((value) => typeof value === "string" && value.includes("\0")))
    return { ok: false, state: { message: "A text holds a character that cannot be kept. Remove it and try again." } };
  const parsed = await schema.safeParseAsync(fieldsOf(form));
  if (parsed.success) return { ok: true, input: parsed.data };
  return { ok: false, state: { errors: errorsOf(parsed.error), values: typed(form) } };
}

/** The form as an object: a name that occurs several times is a list. */
function fieldsOf(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
  return Object.fromEntries(
    names.map((name) => {
      const all = form.getAll(name);
      return [name, all.length === 1 ? (all[0] as FormDataEntryValue) : all];
    }),
  );
}

function errorsOf(error: ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[issue.path.join(".")] ??= issue.message;
  return errors;
}

function refusal(error: Refused, form: FormData): FormState {
  const values = typed(form);
  return error.field ? { errors: { [error.field]: error.message }, values } : { message: error.message, values };
}

function typed(form: FormData): Record<string, string> {
  const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return Object.fromEntries(texts.filter(([name]) => !name.startsWith("$ACTION")));
}
