/** The row does not exist, or is not for this viewer: the same answer for both. */
export class NotFound extends Error {
  override name = "NotFound";
  constructor(what = "This page") {
    super(`${what} does not exist`);
  }
}

/** The viewer's role does not hold the permission. */
export class Forbidden extends Error {
  override name = "Forbidden";
}

/** A rule says no. The message is for the person; `field` names the input it belongs to. */
export class Refused extends Error {
  override name = "Refused";
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Why the database gives no answer just now. */
export type Outage = "unreachable" | "silent" | "busy" | "full" | "slow" | "locked" | "read-only";

const sentences: Record<Outage, string> = {
  unreachable: "The portal's database cannot be reached just now.",
  silent: "The portal's database does not answer just now.",
  busy: "More people use the portal just now than it can answer.",
  full: "The portal's database takes no more connections just now.",
  slow: "The portal's database took too long to answer.",
  locked: "Somebody else is changing the same data just now.",
  "read-only": "The portal can only be read just now, not changed.",
};

/** It will pass by itself; nothing was acknowledged. The digest reaches the error page: "unavailable" and the request's id. */
export class Unavailable extends Error {
  override name = "Unavailable";
  /** Next bundles this class more than once, and the bundles of a process share the line before the database. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === "Unavailable" && "outage" in error;
  }
  readonly digest: string;
  constructor(
    readonly outage: Outage,
    requestId = "",
    readonly code: string = outage,
  ) {
    super(sentences[outage]);
    this.digest = `unavailable ${requestId}`.trim();
  }
}
