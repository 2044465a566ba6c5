import "server-only";
import { withViewer } from "@/db/client";
import { listFiles } from "@/db/files/queries";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { countries } from "@/lib/deals/matching/country";
import { isId } from "@/lib/lists/parameters";
import { findEvidence } from "./evidence";
import { decisionTimes, getRegistration, listCurrencies, listProducts, partnerRecord } from "./queries";

/**
 * Everything that stands on a registration's page. What else is known of the customer, and what became of the partner's
 * others, is read for staff alone. Throws NotFound.
 */
export function readRegistrationPage(viewer: Viewer, id: string) {
  return withViewer(viewer, async (tx) => {
    const registration = await getRegistration(viewer, id);
    const undecided = ["submitted", "waiting", "returned"].includes(registration.status);
    const [program, times, files] = await Promise.all([
      getProgram(viewer),
      decisionTimes(viewer),
      listFiles(viewer, { of: "registration", id }),
    ]);
    const staff = viewer.kind === "staff";
    const [evidence, record] = await Promise.all([
      staff && undecided ? findEvidence(tx, askedOf(registration)) : null,
      staff ? partnerRecord(viewer, registration.partnerId) : null,
    ]);
    return { registration, program, times, files, evidence, record };
  });
}

type Registration = Awaited<ReturnType<typeof getRegistration>>;

const askedOf = (one: Registration) => ({
  id: one.id,
  partnerId: one.partnerId,
  keys: one.keys,
  name: one.customerName,
  domain: one.domain ?? one.contactEmail,
  country: one.country,
  productIds: one.lines.flatMap(({ productId }) => (productId ? [productId] : [])),
});

/** What the form of a registration offers to choose from. */
export async function readRegistrationForm(viewer: Viewer, id?: string) {
  const [program, products, currencies, files] = await Promise.all([
    getProgram(viewer),
    listProducts(viewer),
    listCurrencies(viewer),
    id && isId(id) ? listFiles(viewer, { of: "registration", id }) : [],
  ]);
  const named = countries.map(({ name }) => ({ value: name, label: name }));
  const choices = { today: program.today, products, currencies, countries: named };
  return { choices, files, timeZone: program.timeZone };
}
