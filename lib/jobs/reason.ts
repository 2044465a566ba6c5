const most = 300;

/** Why something failed, for people who look after it: one line without what may be secret. */
export function reasonOf(error: unknown): string {
  const fault = error instanceof Error ? error : new Error(String(error));
  // Drizzle's message is the query with its values; the reason is what the database said.
  const cause = fault.message.startsWith("Failed query") ? (fault.cause as Error | undefined) : undefined;
  const said = (cause ?? fault).message || fault.name;
  return withoutSecrets(said.replace(/\s+/g, " ").trim()).slice(0, most);
}

function withoutSecrets(text: string): string {
  return text
    .replace(/\b([a-z][a-z+.-]*:\/\/)[^\s/@]+@/gi, "$1…@")
    .replace(/([?&#][^\s=&]+)=[^\s&]+/g, "$1=…")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "…@…")
    .replace(/\b(Bearer|Basic)\s+\S+/gi, "$1 …")
    .replace(/\b(whsec_)?[A-Za-z0-9+/_-]{24,}={0,2}/g, "…");
}
