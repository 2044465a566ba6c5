import { type Command, InvalidArgumentError } from "commander";
import { sql } from "drizzle-orm";
import type { ZodType } from "zod";
import { type AuditEntry, recordAudit } from "@/db/audit/commands";
import { type Tx, withWorker } from "@/db/client";
import { address, personName } from "@/db/people/address";
import { changeRole, disablePerson, invitePerson } from "@/db/people/commands";
import { partnerRoles, type Role, roleLabels, staffRoles } from "@/lib/access/roles";
import { publicUrl } from "@/lib/auth/public-url";
import { staffDomains } from "@/lib/auth/sso-settings";
import { openDatabase } from "./database";
import { takeKeptSettings } from "./kept";
import { print } from "./output";

type Json = { json?: boolean };
type Person = { id: string; name: string };

const actor = { personId: null, name: "portal command" };
const roles: readonly Role[] = [...staffRoles, ...partnerRoles];
const asJson = ["--json", "print the result as JSON"] as const;

export function register(program: Command): void {
  const user = program.command("user").description("invite people, end their access, change their role");
  user
    .command("invite")
    .description("give a person access and send the invitation")
    .argument("<email>", "where the invitation goes", asAddress)
    .requiredOption("--name <name>", "the person's name")
    .requiredOption("--role <role>", `one of ${roles.join(", ")}`, asRole)
    .option("--partner <id or name>", "the company of a partner person")
    .option(...asJson)
    .action(invite);
  user
    .command("disable")
    .description("end a person's access and sessions at once")
    .argument("<email>", "the person's address", asAddress)
    .requiredOption("--reason <text>", "why; kept in the audit log")
    .option(...asJson)
    .action(disable);
  user
    .command("role")
    .description("give a person another role and end their sessions")
    .argument("<email>", "the person's address", asAddress)
    .argument("<role>", `one of ${roles.join(", ")}`, asRole)
    .option(...asJson)
    .action(role);
}

async function invite(email: string, options: Json & { name: string; role: Role; partner?: string }) {
  const name = accepted(personName, options.name);
  await open();
  const { personId } = await withWorker(async (tx) => {
    const partnerId = options.partner ? await findPartner(tx, options.partner) : null;
    const invitation = {
      name,
      email,
      role: options.role,
      partnerId,
      portalUrl: publicUrl(),
      staffDomains: staffDomains(),
    };
    const invited = await invitePerson(tx, actor, invitation);
    await recordAudit(tx, actor, invited.audit);
    return invited;
  });
  print(
    options.json,
    { personId, email, role: options.role },
    `${name} is invited as ${roleLabels[options.role].toLowerCase()}.`,
  );
}

async function disable(email: string, { reason, json }: Json & { reason: string }) {
  if (!reason.trim()) throw new Error("--reason must say why");
  const person = await change(email, (tx, personId) => disablePerson(tx, actor, { personId }, reason.trim()));
  print(json, { personId: person.id, email, access: "disabled" }, `${person.name} has no access any more.`);
}

async function role(email: string, wanted: Role, { json }: Json) {
  const person = await change(email, (tx, personId) => changeRole(tx, actor, { personId }, wanted));
  print(
    json,
    { personId: person.id, email, role: wanted },
    `${person.name} is ${roleLabels[wanted].toLowerCase()} now.`,
  );
}

async function change(email: string, work: (tx: Tx, personId: string) => Promise<AuditEntry>): Promise<Person> {
  await open();
  return withWorker(async (tx) => {
    const [person] = await tx.execute<Person>(sql`select id, name from people where lower(email) = ${email}`);
    if (!person) throw new Error(`nobody has the address ${email}`);
    await recordAudit(tx, actor, await work(tx, person.id));
    return person;
  });
}

async function open() {
  await openDatabase();
  takeKeptSettings();
}

/** The partner with this id, or the only one with this name. */
async function findPartner(tx: Tx, wanted: string): Promise<string> {
  const found = await tx.execute<{ id: string }>(
    sql`select id from partners where merged_into_id is null and (id::text = ${wanted.toLowerCase()} or lower(name) = lower(${wanted}))`,
  );
  if (found.length > 1) throw new Error(`${found.length} partners are called "${wanted}": give the id`);
  if (!found[0]) throw new Error(`--partner: there is no partner "${wanted}"`);
  return found[0].id;
}

function accepted(schema: ZodType<string, string>, text: string): string {
  const read = schema.safeParse(text);
  if (read.success) return read.data;
  throw new InvalidArgumentError(read.error.issues[0]?.message ?? "This is not right.");
}

const asAddress = (text: string) => accepted(address, text);
function asRole(text: string): Role {
  if ((roles as readonly string[]).includes(text)) return text as Role;
  throw new InvalidArgumentError(`Choose one of ${roles.join(", ")}.`);
}
