import type { PartnerRole, StaffRole } from "./roles";

/** What holds for the whole program, as it was when the session was opened for this request. */
export type ProgramSettings = { programName: string; reportingCurrency: string; timeZone: string; updatedAt: Date };

type Person = {
  personId: string;
  sessionId: string;
  name: string;
  email: string;
  program?: ProgramSettings;
  openAlerts?: number;
  /** Nobody looks: the worker reads it for a report of theirs. */
  unattended?: boolean;
};

export type StaffViewer = Person & { kind: "staff"; role: StaffRole };

/** A partner viewer always has a partner. `viewedBy` is set when staff look at the portal as this partner, read only. */
export type PartnerViewer = Person & {
  kind: "partner";
  role: PartnerRole;
  partnerId: string;
  partnerName: string;
  viewedBy?: { personId: string; name: string; role: StaffRole; until: Date };
};

/** Whoever is signed in. */
export type Viewer = StaffViewer | PartnerViewer;

/** The person behind the viewer: staff who look at the portal as a partner are themselves again. */
export function ownViewer(viewer: Viewer): Viewer {
  if (viewer.kind === "staff" || !viewer.viewedBy) return viewer;
  const { personId, name, role } = viewer.viewedBy;
  const { email, sessionId, program } = viewer;
  return { kind: "staff", personId, name, role, email, sessionId, program };
}
