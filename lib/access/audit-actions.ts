/** Everything the audit log may say, as the verb a reader sees. */
export const auditActions = {
  "person.invited": "invited",
  "person.disabled": "ended the access of",
  "person.enabled": "restored the access of",
  "person.role_changed": "changed the role of",
  "person.changed": "changed",
  "session.started": "signed in",
  "session.ended": "signed out",
  "session.ended_all": "ended all sessions of",
  "partner.created": "created",
  "partner.changed": "changed",
  "partner.merged": "merged",
  "partner.unmerged": "undid the merge of",
  "partner.viewed_as": "looked at the portal as",
  "partner.view_as_ended": "stopped looking as",
  "duplicate.dismissed": "said that these are different companies:",
  "tier.created": "created the tier",
  "tier.changed": "changed the tier",
  "settings.changed": "changed the settings of",
  "import.published": "published the import",
  "import.discarded": "discarded the import",
  "import.reverted": "reverted the import",
  "import.mapping_saved": "changed the mapping",
  "deal.corrected": "corrected",
} as const;

export type AuditAction = keyof typeof auditActions;
