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
