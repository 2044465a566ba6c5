import type { Role } from "../../../lib/access/roles";
import type { Form, Stranger } from "../attacker";

/** One call of an action, as a role's person or with a session of its own. Of two actions of one name, `action` says the file as well. */
export type Step = { action: string; as?: Role; page: string; form: Form; session?: string };

/** What the steps of a room are told: a word that nothing else has, two partners, and who calls. */
export type Stage = {
  tag: string;
  a: { id: string; name: string };
  b: { id: string; name: string };
  people: Record<"admin" | "program_owner" | "finance" | "partner_admin", Stranger>;
};
