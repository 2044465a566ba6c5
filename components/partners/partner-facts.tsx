import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { formatDay } from "@/lib/format";
import { type Importance, importances, type PartnerType, partnerTypes } from "@/lib/partners/words";
import { ContractBadge } from "./partner-badges";

type PartnerFactsProps = {
  partner: {
    type: string;
    domain: string | null;
    website: string | null;
    phone: string | null;
    address: string | null;
    city: string | null;
    country: string | null;
    region: string | null;
    territory: string | null;
    segment: string | null;
    specializations: readonly string[];
    importance?: Importance;
    manager: string | null;
    managerEmail: string | null;
    joinedOn: string | null;
    employees: number | null;
    contractStatus: "none" | "proposal" | "active" | "expiring" | "expired";
    contractEndsOn: string | null;
  };
};

/** The company and its contract, as a record. Importance is there for staff alone. */
export function PartnerFacts({ partner }: PartnerFactsProps) {
  const where = [partner.address, partner.city, partner.country].filter(Boolean).join(", ");
  return (
    <Card title="Company">
      <DefinitionList
        items={[
          { term: "Type", value: partnerTypes[partner.type as PartnerType] ?? partner.type },
          { term: "Specializations", value: partner.specializations.join(", ") || null, missing: "None recorded" },
          { term: "Website", value: <Website website={partner.website} domain={partner.domain} /> },
          { term: "Phone", value: partner.phone },
          { term: "Address", value: where || null },
          { term: "Region", value: [partner.region, partner.territory].filter(Boolean).join(", ") || null },
          { term: "Segment", value: partner.segment },
          ...(partner.importance ? [{ term: "Importance", value: importances[partner.importance] }] : []),
          { term: "Manager", value: <Manager {...partner} />, missing: "Nobody manages this partner" },
          { term: "Joined", value: partner.joinedOn ? formatDay(partner.joinedOn) : null },
          { term: "Contract", value: <Contract {...partner} /> },
        ]}
      />
    </Card>
  );
}

function Website({ website, domain }: { website: string | null; domain: string | null }) {
  const address = website ?? (domain ? `https://${domain}` : null);
  if (!address || !/^https?:\/\//.test(address)) return address ?? "–";
  return (
    <a
      href={address}
      rel="noreferrer noopener"
      target="_blank"
      className="text-accent font-medium underline-offset-3 hover:underline"
    >
      {domain ?? address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")}
    </a>
  );
}

function Manager({ manager, managerEmail }: { manager: string | null; managerEmail: string | null }) {
  if (!manager) return "Nobody yet";
  if (!managerEmail) return manager;
  return (
    <>
      {manager}
      <br />
      <a href={`mailto:${managerEmail}`} className="text-muted underline-offset-3 hover:underline">
        {managerEmail}
      </a>
    </>
  );
}

function Contract({ contractStatus, contractEndsOn }: PartnerFactsProps["partner"]) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <ContractBadge status={contractStatus} />
      {contractEndsOn ? <span className="text-muted">ends {formatDay(contractEndsOn)}</span> : null}
    </span>
  );
}
