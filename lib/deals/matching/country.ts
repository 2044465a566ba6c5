/** Unions, former states and codes for tests, which the names of regions have too. */
const notCountries = new Set(
  "AN BU CS DD DY EU EZ FX HV NH QO QU RH SU TP UK UN VD XA XB XX YD YU ZR ZZ NT PU PZ JT MI WK CT FQ NQ PC".split(" "),
);

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Countries by their two letters, in the order of their English names. */
export const countries: readonly { code: string; name: string }[] = letters
  .flatMap((a) => letters.map((b) => a + b))
  .flatMap((code) => {
    const name = notCountries.has(code) ? undefined : names.of(code);
    return name ? [{ code, name }] : [];
  })
  .sort((a, b) => a.name.localeCompare(b.name, "en"));

const plain = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");

const others: Record<string, string> = {
  usa: "US",
  unitedstatesofamerica: "US",
  america: "US",
  uk: "GB",
  greatbritain: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  korea: "KR",
  southkorea: "KR",
  republicofkorea: "KR",
  holland: "NL",
  thenetherlands: "NL",
  czechrepublic: "CZ",
  turkey: "TR",
  russianfederation: "RU",
  uae: "AE",
  vietnam: "VN",
  deutschland: "DE",
  osterreich: "AT",
  schweiz: "CH",
  espana: "ES",
  italia: "IT",
};

const codes = new Map([
  ...countries.flatMap(({ code, name }) => [[plain(name), code] as const, [code.toLowerCase(), code] as const]),
  ...Object.entries(others),
]);

/** The two letters of a country as people write it; what is not known stays as it is, in capitals. Empty for nothing. */
export const countryCode = (text: string | null | undefined): string => {
  const given = text?.trim() ?? "";
  return codes.get(plain(given)) ?? given.toUpperCase();
};
