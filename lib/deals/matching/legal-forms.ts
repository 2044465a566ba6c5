/** Legal forms as they end a name, in the words that `company-name.ts` cuts it into; the longest is tried first. */
const ends = `
inc incorporated corp corporation co company ltd limited llc llp lp plc private public limited company
pty pvt pte sdn bhd berhad tbk gmbh mbh ggmbh ag kg kgaa ohg gbr ug eg ev haftungsbeschrankt
sa sas sasu sarl eurl sl slu srl srls spa sapa nv bv bvba cv vof ab hb asa as aps oy oyj ou se
kft zrt nyrt sro doo dd ad eood ood jsc pjsc ojsc ooo oao zao pao uab sia ltda eireli kk gk yk
株式会社 有限会社 合同会社 合名会社 株 有限公司 股份有限公司 有限责任公司 有限責任公司 集团有限公司 集团股份有限公司 股份公司 주식회사 유한회사 주 ооо оао зао пао ао
`
  .trim()
  .split(/\s+/);

const endWords = new Set(ends);
const phrases = ["sp z oo", "sp zoo", "spolka z oo", "sa de cv", "s de rl", "de rl", "p l c", "k k", "co op"].map(
  (phrase) => phrase.split(" "),
);
const starts = new Set([
  "株式会社",
  "有限会社",
  "合同会社",
  "株",
  "주식회사",
  "주",
  "ооо",
  "оао",
  "зао",
  "пао",
  "ао",
  "pt",
]);
/** Written without a space before or after, as Chinese, Japanese and Korean have it; one letter alone is part of a name. */
const glued = ends.filter((form) => form.length > 1 && /[\u3040-\u9fff\uac00-\ud7af]/.test(form)).sort(longestFirst);

/** The words of a name without its legal forms, however many follow each other; never without any word. */
export function withoutLegalForm(words: readonly string[]): string[] {
  let rest = [...words];
  for (;;) {
    const shorter = once(rest);
    if (shorter.length === 0 || shorter.join() === rest.join()) return rest;
    rest = shorter;
  }
}

function once(words: string[]): string[] {
  const phrase = phrases.find(
    (it) => it.length < words.length && it.every((word, i) => words.at(i - it.length) === word),
  );
  if (phrase) return words.slice(0, -phrase.length);
  const last = words.at(-1) ?? "";
  if (endWords.has(last)) return words.slice(0, -1);
  if (words.length > 1 && starts.has(words[0] as string)) return words.slice(1);
  const end = glued.find((form) => last.length > form.length && last.endsWith(form));
  if (end) return [...words.slice(0, -1), last.slice(0, -end.length)];
  const start = glued.find((form) => (words[0]?.length ?? 0) > form.length && words[0]?.startsWith(form));
  return start ? [(words[0] as string).slice(start.length), ...words.slice(1)] : words;
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : 1);
}
