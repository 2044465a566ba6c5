import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { roleHolds } from "@/lib/access/permissions";
import { roleLabels, type StaffRole, staffRoles } from "@/lib/access/roles";
import { type AlertRuleKey, alertRuleOf } from "@/lib/alerts/registry";
import { type Chosen, type Severity, severities } from "@/lib/alerts/rule";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount } from "@/lib/format";

type RuleFormProps = {
  rule: {
    key: AlertRuleKey;
    active: boolean;
    chosen: Chosen;
    toManager: boolean;
    roles: readonly StaffRole[];
    severity: Severity;
  };
  watches: string;
  action: FormAction;
};

/** Tunes a rule: on or off, its numbers within their limits, how urgent, and who hears of it. */
export function RuleForm({ rule, watches, action }: RuleFormProps) {
  const { thresholds, permission, subject, forPartner } = alertRuleOf(rule.key);
  return (
    <Card title="How it works" description={watches}>
      <ActionForm
        action={action}
        hidden={{ rule: rule.key }}
        failed="The rule was not changed."
        className="max-w-xl space-y-4"
      >
        <ActionCheckbox name="active" label="The rule is on" defaultChecked={rule.active} />
        {Object.entries(thresholds).map(([key, { label, unit, least, most }]) => (
          <ActionInput
            key={key}
            name={`t_${key}`}
            label={label}
            inputMode="numeric"
            defaultValue={String(rule.chosen[key])}
            help={`From ${formatCount(least)} to ${formatCount(most)} ${unit}`}
          />
        ))}
        <ActionSelect
          name="severity"
          label="How urgent"
          options={Object.entries(severities).map(([value, { label }]) => ({ value, label }))}
          defaultValue={String(rule.severity)}
        />
        {subject === "import" ? null : (
          <ActionCheckbox
            name="toManager"
            label="It goes to the partner's channel manager"
            defaultChecked={rule.toManager}
          />
        )}
        <fieldset className="space-y-2">
          <legend className="text-ink mb-1 font-medium">What is nobody's goes to</legend>
          {staffRoles
            .filter((role) => roleHolds(role, permission))
            .map((role) => (
              <ActionCheckbox
                key={role}
                id={`role-${role}`}
                name="roles"
                value={role}
                label={roleLabels[role]}
                defaultChecked={rule.roles.includes(role)}
              />
            ))}
        </fieldset>
        {forPartner ? <p className="text-muted text-xs">The partner's own people read it as well.</p> : null}
        <ActionButton variant="primary">Save the rule</ActionButton>
      </ActionForm>
    </Card>
  );
}
