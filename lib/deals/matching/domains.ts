import { domainToASCII, domainToUnicode } from "node:url";
import { parse } from "tldts";

/** A site: its host without "www", the domain that its owner registered, and the name in it. All in lower case, IDN in punycode. */
export type Site = { host: string; domain: string; stem: string };

/** Mail for everybody, whatever the ending of the country. */
const mail = new Set(
  "gmail googlemail hotmail outlook live msn yahoo ymail rocketmail gmx icloud aol protonmail proton yandex foxmail zoho fastmail tutanota mailchimp".split(
    " ",
  ),
);

/** Mail and pages for everybody: who has an address there is anyone. */
const shared = new Set(
  (
    "me.com mac.com pm.me web.de t-online.de freenet.de mail.de mail.com mail.ru bk.ru list.ru inbox.ru rambler.ru qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net kakao.com " +
    "orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it virgilio.it tiscali.it alice.it comcast.net verizon.net att.net btinternet.com seznam.cz wp.pl o2.pl onet.pl rediffmail.com uol.com.br bol.com.br terra.com.br " +
    "github.com gitlab.com bitbucket.org linkedin.com facebook.com instagram.com twitter.com x.com youtube.com medium.com xing.com crunchbase.com wikipedia.org linktr.ee bit.ly t.co notion.so wordpress.com tumblr.com"
  ).split(" "),
);

const sharedHosts = new Set(["sites.google.com", "docs.google.com", "drive.google.com", "apps.apple.com"]);

/** The site that an address, a host or a mail address is of; null for what is none, or belongs to everybody. */
export function siteOf(text: string | null | undefined): Site | null {
  const given = text?.normalize("NFKC").trim().toLowerCase();
  if (!given || /\s/.test(given)) return null;
  const named = parse(given).hostname;
  const host = named && domainToASCII(named.replace(/\.$/, "")).replace(/^www\d?\.(?=[^.]+\.)/, "");
  if (!host || sharedHosts.has(host)) return null;
  const { domain, domainWithoutSuffix, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  if (!domain || !domainWithoutSuffix || !(isIcann || isPrivate)) return null;
  if (shared.has(domain) || (mail.has(domainWithoutSuffix) && isIcann)) return null;
  return { host, domain, stem: domainToUnicode(domainWithoutSuffix) };
}

/** The domain that the owner of an address registered, as "acme.co.uk"; null where there is none that tells a company. */
export function registrableDomain(urlOrHost: string): string | null {
  return siteOf(urlOrHost)?.domain ?? null;
}
