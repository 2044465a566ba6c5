import { decimalOfMinor } from "@/lib/incentives/minor";
import { type BankDetails, bankText } from "./bank";
import { referenceOf } from "./outcomes";

export type Transfer = { payoutId: string; name: string; amountMinor: bigint; bank: BankDetails };
export type PaymentFile = {
  batchId: string;
  number: number;
  currency: string;
  /** When the batch was approved: the same batch is always the same file. */
  at: Date;
  on: string;
  payer: { name: string; bank: BankDetails };
  transfers: readonly Transfer[];
};

/**
 * The batch as a customer credit transfer initiation of ISO 20022, pain.001.001.09: one payment order with a transfer for each
 * payout, its end-to-end reference that of the payout, and the number and exact sum of all of them twice.
 */
export function painFile(file: PaymentFile): string {
  const { currency, transfers, payer } = file;
  const sum = decimalOfMinor(
    transfers.reduce((all, { amountMinor }) => all + amountMinor, 0n),
    currency,
  );
  const totals = [tag("NbOfTxs", String(transfers.length)), tag("CtrlSum", sum)];
  const header = tag("GrpHdr", [
    tag("MsgId", referenceOf(file.batchId)),
    tag("CreDtTm", file.at.toISOString().replace(/\.\d+Z$/, "Z")),
    ...totals,
    tag("InitgPty", [tag("Nm", bankText(payer.name, 70))]),
  ]);
  const order = tag("PmtInf", [
    tag("PmtInfId", `BATCH-${file.number}`),
    tag("PmtMtd", "TRF"),
    ...totals,
    tag("ReqdExctnDt", [tag("Dt", file.on)]),
    tag("Dbtr", [tag("Nm", bankText(payer.name, 70))]),
    tag("DbtrAcct", [account(payer.bank), tag("Ccy", currency)]),
    tag("DbtrAgt", [agent(payer.bank)]),
    ...transfers.map((transfer) => transferOf(transfer, file)),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>${header}${order}\n</CstmrCdtTrfInitn></Document>\n`;
}

const transferOf = ({ payoutId, amountMinor, bank }: Transfer, { currency, number }: PaymentFile) =>
  `\n${tag("CdtTrfTxInf", [
    tag("PmtId", [tag("EndToEndId", referenceOf(payoutId))]),
    tag("Amt", [`<InstdAmt Ccy="${escaped(currency)}">${decimalOfMinor(amountMinor, currency)}</InstdAmt>`]),
    tag("CdtrAgt", [agent(bank)]),
    tag("Cdtr", [tag("Nm", bankText(bank.holder, 70))]),
    tag("CdtrAcct", [account(bank)]),
    tag("RmtInf", [tag("Ustrd", bankText(`Incentives, batch ${number}, ${referenceOf(payoutId)}`, 140))]),
  ])}`;

const account = (bank: BankDetails) =>
  tag("Id", [bank.kind === "iban" ? tag("IBAN", bank.iban) : tag("Othr", [tag("Id", bank.account)])]);
const agent = (bank: BankDetails) =>
  tag("FinInstnId", [
    bank.kind === "iban"
      ? tag("BICFI", bank.bic)
      : tag("ClrSysMmbId", [tag("ClrSysId", [tag("Cd", "USABA")]), tag("MmbId", bank.routing)]),
  ]);

/** An element: of a text, which is escaped, or of elements. */
const tag = (name: string, content: string | readonly string[]) =>
  `<${name}>${typeof content === "string" ? escaped(content) : content.join("")}</${name}>`;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);
