import "server-only";
import { sql } from "drizzle-orm";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { asLogin } from "@/db/client";
import { can, type Permission } from "@/lib/access/permissions";
import type { PartnerRole, StaffRole } from "@/lib/access/roles";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { countPage } from "./count-page";
import { localPath } from "./local-path";
import { noteRefusal } from "./refusals";
import { sentSessionHash } from "./session-cookie";

/** Set by the proxy for every request; where to return to after signing in, and never trusted for more. */
export const pathHeader = "x-portal-path";

/**
 * Whoever is signed in, when their role holds the permission. Signed out: redirects to the sign-in page. Without the
 * permission: the page does not exist, and the audit log says who asked for it.
 */
export async function requireViewer(permission: Permission): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) redirect(await signInPath());
  const sent = await headers();
  if (!can(viewer, permission)) {
    if (!sent.has("next-router-prefetch")) await noteRefusal(viewer, permission, sent.get(pathHeader));
    notFound();
  }
  if (!viewer.unattended) countPage(viewer, sent.get(pathHeader), sent);
  return viewer;
}

/** Whoever is signed in, or null. Read from the database once a request, so that a change of access holds at once. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const hash = await sentSessionHash();
  return hash ? openSession(hash) : null;
});

/**
 * For an answer that takes its time: what it returns asks anew, each time, whether this session still opens as the same
 * person in the same role with the permission.
 */
export async function watchViewer(viewer: Viewer, permission: Permission): Promise<() => Promise<boolean>> {
  const hash = await sentSessionHash();
  const reach = (of: Viewer) => [of.personId, of.role, of.kind === "partner" && of.partnerId].join(" ");
  return async () => {
    const now = hash ? await openSession(hash) : null;
    return now !== null && can(now, permission) && reach(now) === reach(viewer);
  };
}

async function openSession(hash: string): Promise<Viewer | null> {
  const [row] = await asLogin((db) => db.execute<SessionRow>(sql`select * from open_session(${hash})`));
  return row ? viewerOf(row) : null;
}

type SessionRow = {
  session_id: string;
  person_id: string;
  kind: "staff" | "partner";
  role: string;
  name: string;
  email: string;
  partner_id: string | null;
  partner_name: string | null;
  via: "sso" | "link" | "report";
  view_as_partner_id: string | null;
  view_as_partner_name: string | null;
  view_as_until: string | null;
  program_name: string;
  reporting_currency: string;
  time_zone: string;
  settings_updated_at: string;
  open_alerts: number;
};

function viewerOf(row: SessionRow): Viewer | null {
  const program = {
    programName: row.program_name,
    reportingCurrency: row.reporting_currency,
    timeZone: row.time_zone,
    updatedAt: new Date(row.settings_updated_at),
  };
  const person = {
    personId: row.person_id,
    sessionId: row.session_id,
    name: row.name,
    email: row.email,
    program,
    openAlerts: row.open_alerts,
    unattended: row.via === "report",
  };
  if (row.kind === "partner") {
    if (!row.partner_id || !row.partner_name) return null;
    const role = row.role as PartnerRole;
    return { ...person, kind: "partner", role, partnerId: row.partner_id, partnerName: row.partner_name };
  }
  const staff: StaffViewer = { ...person, kind: "staff", role: row.role as StaffRole };
  if (!row.view_as_partner_id || !row.view_as_partner_name || !row.view_as_until) return staff;
  if (!can(staff, "partners.viewAs")) return staff;
  return {
    ...person,
    kind: "partner",
    role: "partner_admin",
    partnerId: row.view_as_partner_id,
    partnerName: row.view_as_partner_name,
    viewedBy: { personId: staff.personId, name: staff.name, role: staff.role, until: new Date(row.view_as_until) },
  };
}

async function signInPath() {
  const path = localPath((await headers()).get(pathHeader), "");
  return path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in";
}
