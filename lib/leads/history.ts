import type { OfferStatus } from "./words";

export type Offer = {
  id: string;
  partner: string;
  status: OfferStatus;
  offeredAt: Date;
  offeredBy: string | null;
  answerBy: Date;
  answeredAt: Date | null;
  answeredBy: string | null;
  reason: string | null;
};
type Line = { key: string; at: Date; sentence: string; detail?: string; tone: "neutral" | "info" | "good" | "warn" };

/** What happened to a lead's offers, newest first, as sentences. `system` stands for what the portal did by itself. */
export function offerHistory(offers: readonly Offer[]): Line[] {
  const lines = offers.flatMap((offer): Line[] => {
    const by = offer.offeredBy ? `${offer.offeredBy} offered it` : "Offered";
    const made: Line = {
      key: `${offer.id} made`,
      at: offer.offeredAt,
      sentence: `${by} to ${offer.partner}`,
      tone: "info",
    };
    return offer.answeredAt ? [made, answerOf(offer, offer.answeredAt)] : [made];
  });
  return lines.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.key < b.key ? -1 : 1));
}

function answerOf(offer: Offer, at: Date): Line {
  const { partner, answeredBy, reason } = offer;
  const who = answeredBy ?? partner;
  const late = `${partner} did not answer in time: it moved on`;
  const sentence = {
    accepted: `${who} accepted it${answeredBy ? ` for ${partner}` : ""}`,
    declined: `${who} declined it${answeredBy ? ` for ${partner}` : ""}`,
    passed: answeredBy ? `${answeredBy} passed it on from ${partner}` : late,
    offered: "",
  }[offer.status];
  const tone = ({ accepted: "good", declined: "neutral", passed: "warn", offered: "info" } as const)[offer.status];
  return { key: `${offer.id} answered`, at, sentence, tone, ...(reason ? { detail: reason } : {}) };
}
