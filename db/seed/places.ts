/** Where the example program sells: region, territory, currency, and who looks after it. */
export const places = {
  "United States": { region: "AMER", territory: "United States", currency: "USD", manager: "daniel", names: "english", weight: 26 },
  Canada: { region: "AMER", territory: "Canada", currency: "USD", manager: "tomas", names: "english", weight: 5 },
  Brazil: { region: "LATAM", territory: "Brazil", currency: "USD", manager: "tomas", names: "romance", weight: 4 },
  Mexico: { region: "LATAM", territory: "Mexico", currency: "USD", manager: "tomas", names: "romance", weight: 3 },
  "United Kingdom": { region: "EMEA", territory: "UK and Ireland", currency: "GBP", manager: "aisha", names: "english", weight: 12 },
  Germany: { region: "EMEA", territory: "DACH", currency: "EUR", manager: "jonas", names: "german", weight: 12 },
  Switzerland: { region: "EMEA", territory: "DACH", currency: "CHF", manager: "jonas", names: "german", weight: 6 },
  France: { region: "EMEA", territory: "France", currency: "EUR", manager: "linnea", names: "romance", weight: 5 },
  Netherlands: { region: "EMEA", territory: "Benelux", currency: "EUR", manager: "linnea", names: "nordic", weight: 5 },
  Spain: { region: "EMEA", territory: "Iberia", currency: "EUR", manager: "linnea", names: "romance", weight: 4 },
  Italy: { region: "EMEA", territory: "Italy", currency: "EUR", manager: "linnea", names: "romance", weight: 2 },
  Sweden: { region: "EMEA", territory: "Nordics", currency: "SEK", manager: "linnea", names: "nordic", weight: 5 },
  Denmark: { region: "EMEA", territory: "Nordics", currency: "EUR", manager: "linnea", names: "nordic", weight: 3 },
  Poland: { region: "EMEA", territory: "Eastern Europe", currency: "EUR", manager: "linnea", names: "german", weight: 3 },
  Japan: { region: "APAC", territory: "Japan", currency: "JPY", manager: "priya", names: "japanese", weight: 8 },
  Australia: { region: "APAC", territory: "Australia and New Zealand", currency: "USD", manager: "priya", names: "english", weight: 5 },
  Singapore: { region: "APAC", territory: "South-East Asia", currency: "USD", manager: "priya", names: "asian", weight: 4 },
  India: { region: "APAC", territory: "India", currency: "USD", manager: "priya", names: "asian", weight: 4 },
} as const;

export type Country = keyof typeof places;
export const countries = Object.keys(places) as Country[];
export type NameGroup = (typeof places)[Country]["names"];

/** First names, family names, and words that companies there are called by. */
export const names: Record<NameGroup, { first: string[]; last: string[]; company: string[] }> = {
  english: {
    first: ["Olivia", "Marcus", "Grace", "Ethan", "Zoe", "Malik", "Hannah", "Owen", "Imani", "Caleb", "Ruth", "Desmond"],
    last: ["Whitaker", "Adeyemi", "Carver", "Lindqvist", "Holloway", "Osei", "Prescott", "Delgado", "Marsh", "Fontaine", "Beckett", "Tran"],
    company: ["Ashford", "Brookline", "Calder", "Dunmore", "Everett", "Fairhaven", "Glenwood", "Harrow", "Ironbridge", "Juniper", "Kestrel", "Langley", "Millbrook", "Oakridge", "Penrose", "Redwood", "Stonegate", "Thornbury", "Wexford", "Yarrow"],
  },
  german: {
    first: ["Lena", "Matthias", "Katharina", "Emre", "Jürgen", "Agnieszka", "Sophie", "Tobias", "Magdalena", "Björn", "Anneliese", "Piotr"],
    last: ["Hofmann", "Yıldız", "Kowalski", "Brunner", "Vogt", "Schäfer", "Zimmermann", "Nowak", "Keller", "Aydın", "Lorenz", "Wójcik"],
    company: ["Adlerhof", "Bergmann", "Donautal", "Edelstein", "Falkenberg", "Grünwald", "Hartwig", "Königsee", "Lindner", "Morgenthal", "Neckar", "Ostermann", "Rosengarten", "Steinbach", "Weissenburg"],
  },
  romance: {
    first: ["Camille", "Rafael", "Inès", "Thiago", "Lucía", "Mateo", "Chiara", "Bruno", "Valentina", "Joaquim", "Amélie", "Diego"],
    last: ["Moreau", "Silva", "García", "Rossi", "Lefèvre", "Fernández", "Oliveira", "Conti", "Navarro", "Dubois", "Cardoso", "Ibáñez"],
    company: ["Aurélia", "Bellavista", "Cordillera", "Dourado", "Estrella", "Fontana", "Girasol", "Horizonte", "Montclair", "Novaluna", "Pérgola", "Riviera", "Santelmo", "Valdemar"],
  },
  nordic: {
    first: ["Freja", "Anders", "Sanne", "Jeroen", "Ingrid", "Søren", "Maaike", "Oskar", "Astrid", "Daan", "Elin", "Youssef"],
    last: ["Nyström", "de Vries", "Lindholm", "Bakker", "Søndergaard", "van Dijk", "Åkesson", "El Amrani", "Kjær", "Mulder", "Ekström", "Visser"],
    company: ["Björkdal", "Duinhof", "Ekeberg", "Fjellhus", "Granvik", "Havsvind", "Kroonstad", "Lindesnes", "Maasland", "Norrsken", "Strandgård", "Waterlinie"],
  },
  japanese: {
    first: ["Haruka", "Kenji", "Aiko", "Takumi", "Yui", "Daichi", "Sakura", "Ren", "Misaki", "Hiroshi"],
    last: ["Tanaka", "Fujimoto", "Nakagawa", "Ishikawa", "Ueda", "Matsuda", "Kobayashi", "Shimizu", "Arai", "Mori"],
    company: ["Aoyama", "Fujinami", "Hoshino", "Kagayaki", "Minato", "Nagisa", "Shirakawa", "Takamine", "Yamabuki", "Zenkō"],
  },
  asian: {
    first: ["Ananya", "Wei Ling", "Arjun", "Mei", "Kavya", "Jun Hao", "Farah", "Rohan", "Siti", "Vikram"],
    last: ["Krishnan", "Tan", "Mehta", "Lim", "Iyer", "Rahman", "Chandra", "Goh", "Bhatt", "Ong"],
    company: ["Anjali", "Banyan", "Coral Bay", "Deccan", "Emerald Hill", "Jasmine", "Kiran", "Lotus Creek", "Orchid", "Saffron"],
  },
};

/** Letters of any alphabet as those of an address: `Kühn & Søn` becomes `kuhn-son`. */
export function addressOf(text: string): string {
  const plain = text.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "o").replace(/ß/g, "ss").replace(/ı/g, "i").replace(/ł/g, "l");
  return plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
