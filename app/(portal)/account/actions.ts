"use server";

import { z } from "zod";
import { chooseDigest } from "@/db/alerts/commands";
import { endSessions } from "@/db/people/commands";
import { stopViewAs } from "@/db/people/view-as";
import { digestForm } from "@/lib/alerts/digest";
import { action } from "@/lib/auth/action";
import { dropSession } from "@/lib/auth/session-cookie";
import { NotFound } from "@/lib/errors";

const nothing = z.object({});

/** Ends this session and takes the cookie from the browser. */
export const signOut = action({
  name: "session.end",
  permission: "account.own",
  schema: nothing,
  run: async ({ tx, viewer }) => ({
    audit: await endSessions(tx, viewer.personId, viewer.sessionId),
    committed: dropSession,
    redirectTo: "/sign-in",
  }),
});

/** Ends another session of the same person. */
export const endOwnSession = action({
  name: "session.endOther",
  permission: "account.own",
  schema: z.object({ session: z.uuid() }),
  run: async ({ tx, viewer, input }) => ({
    audit: await endSessions(tx, viewer.personId, input.session),
    ...(input.session === viewer.sessionId ? { committed: dropSession, redirectTo: "/sign-in" } : {}),
    notice: "The session was ended.",
  }),
});

/** Ends all sessions of the person, this one too. */
export const signOutEverywhere = action({
  name: "session.endAll",
  permission: "account.own",
  schema: nothing,
  run: async ({ tx, viewer }) => ({
    audit: await endSessions(tx, viewer.personId),
    committed: dropSession,
    redirectTo: "/sign-in",
  }),
});

/** Keeps when the person wants their digest. */
export const saveDigest = action({
  name: "digest.choose",
  permission: "account.own",
  schema: digestForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await chooseDigest(tx, viewer, input);
    return { audit, notice: "Your digest comes as you chose." };
  },
});

/** Staff stop looking at the portal as a partner. */
export const stopViewing = action({
  name: "partner.stopViewAs",
  permission: "account.own",
  schema: nothing,
  run: async ({ tx, viewer }) => {
    if (viewer.kind !== "staff") throw new NotFound("This look");
    const { partnerId, audit } = await stopViewAs(tx, viewer.sessionId);
    return { audit, redirectTo: partnerId ? `/partners/${partnerId}` : "/" };
  },
});
