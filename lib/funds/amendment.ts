/** What a partner wants to be different of an approved request; the amount in minor units as text. */
export type Amendment = { amountMinor: string; startsOn: string; endsOn: string; reason: string };
