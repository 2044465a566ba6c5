import type { Metadata } from "next";
import { acceptOffer, declineOffer, giveUpLead, openDealOfLead, writeToStaff } from "@/app/(portal)/leads/actions";
import { linkToDeal, noteOnLead, offerToPartner, passLeadOn } from "@/app/(staff)/leads/actions";
import { LeadAnswer } from "@/components/leads/lead-answer";
import { LeadFacts } from "@/components/leads/lead-facts";
import { LeadHolder } from "@/components/leads/lead-holder";
import { LeadNotes } from "@/components/leads/lead-notes";
import { LeadOffers } from "@/components/leads/lead-offers";
import { LeadRanking } from "@/components/leads/lead-ranking";
import { LeadWork } from "@/components/leads/lead-work";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { readLeadPage } from "@/db/leads/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { leadView } from "@/lib/leads/view";
import { leadTones, statusFor } from "@/lib/leads/words";

export const metadata: Metadata = { title: "Lead" };

export default async function LeadPage({ params }: { params: Promise<{ leadId: string }> }) {
  const viewer = await requireViewer("leads.read");
  const now = new Date();
  const page = await orNotFound(readLeadPage(viewer, (await params).leadId, now));
  const { lead, program, ranking } = page;
  const staff = viewer.kind === "staff";
  const [manages, answers] = [can(viewer, "leads.manage"), can(viewer, "leads.answer")];
  const view = leadView(page, { staff, now });
  return (
    <>
      <PageHeader
        title={lead.customerName}
        breadcrumb={[{ label: "Leads", href: "/leads" }]}
        badges={<Badge tone={leadTones[lead.status]}>{statusFor(viewer.kind, lead.status)}</Badge>}
        state={view.state}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {ranking ? <LeadRanking leadId={lead.id} {...ranking} action={offerToPartner} /> : null}
          {manages && view.holds ? (
            <LeadHolder
              lead={lead}
              says={view.says}
              dealChoices={page.dealChoices}
              passOn={passLeadOn}
              link={linkToDeal}
            />
          ) : null}
          {answers && view.due ? (
            <LeadAnswer leadId={lead.id} {...view.due} accept={acceptOffer} decline={declineOffer} />
          ) : null}
          {answers && lead.stored === "accepted" ? (
            <LeadWork
              lead={{ ...lead, ...view.money }}
              currencies={page.currencies}
              today={program.today}
              openDeal={openDealOfLead}
              giveUp={giveUpLead}
            />
          ) : null}
          <LeadNotes
            leadId={lead.id}
            notes={page.notes}
            staff={staff}
            programName={program.programName}
            timeZone={program.timeZone}
            action={manages ? noteOnLead : answers && view.writes ? writeToStaff : null}
            shareable={view.writes}
          />
        </div>
        <div className="space-y-6">
          <LeadFacts lead={lead} timeZone={program.timeZone} noContact={view.noContact} />
          <LeadOffers offers={page.offers} timeZone={program.timeZone} now={now} />
        </div>
      </div>
    </>
  );
}
