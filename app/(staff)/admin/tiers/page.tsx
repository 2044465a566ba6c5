import type { Metadata } from "next";
import { addCriterion } from "@/app/(staff)/admin/tiers/actions";
import { CriterionForm } from "@/components/program/criterion-form";
import { TierTable } from "@/components/program/tier-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram, listTierCriteria, listTiersWithPartners } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";

export const metadata: Metadata = { title: "Tiers" };

export default async function TiersPage() {
  const viewer = await requireViewer("tiers.read");
  const [tiers, program, customs] = await Promise.all([
    listTiersWithPartners(viewer),
    getProgram(viewer),
    listTierCriteria(viewer),
  ]);
  const editable = can(viewer, "tiers.manage");
  const partners = tiers.reduce((sum, tier) => sum + tier.partners, 0);
  return (
    <>
      <PageHeader
        title="Tiers"
        state={`${formatCount(tiers.length)} tiers, ${formatCount(partners)} partners on them.`}
        actions={
          editable ? (
            <LinkButton href="/admin/tiers/new" variant="primary" icon="plus">
              New tier
            </LinkButton>
          ) : null
        }
      />
      <TierTable tiers={tiers} currency={program.reportingCurrency} customs={customs} editable={editable} />
      {editable ? <CriterionForm criteria={customs} action={addCriterion} /> : null}
    </>
  );
}
