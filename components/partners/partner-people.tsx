import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { type Role, roleLabels } from "@/lib/access/roles";
import { formatDay } from "@/lib/format";

type Person = {
  id: string;
  name: string;
  title: string | null;
  email: string | null;
  role: string | null;
  access: "none" | "invited" | "active" | "disabled";
  lastSignInAt: Date | null;
};

const accessWords = {
  none: { tone: "neutral", text: "Contact" },
  invited: { tone: "info", text: "Invited" },
  active: { tone: "good", text: "Signs in" },
  disabled: { tone: "bad", text: "Access ended" },
} as const;

/** The people of a partner, and who of them uses the portal. */
export function PartnerPeople({ people }: { people: readonly Person[] }) {
  return (
    <Section title="People">
      <DataTable
        caption="People"
        columns={[
          { key: "name", label: "Name" },
          { key: "title", label: "Title" },
          { key: "email", label: "E-mail" },
          { key: "role", label: "Role" },
          { key: "access", label: "Access" },
          { key: "seen", label: "Last signed in", align: "right" },
        ]}
        rows={people.map((person) => ({
          key: person.id,
          cells: {
            name: person.name,
            title: person.title ?? { missing: "No title recorded" },
            email: person.email ?? { missing: "No e-mail recorded" },
            role: person.role ? (roleLabels[person.role as Role] ?? person.role) : { missing: "No role" },
            access: accessWords[person.access],
            seen: person.lastSignInAt
              ? formatDay(person.lastSignInAt.toISOString().slice(0, 10))
              : { missing: "Never signed in" },
          },
        }))}
        empty={<EmptyState icon="users" title="No people recorded yet" />}
      />
    </Section>
  );
}
