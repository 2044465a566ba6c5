"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Follows the plain links of a page without loading the next page anew, all of them by one listener. What the browser
 * does by itself stays with it: new tabs, downloads, other sites, places on this page. Without a script links just work.
 */
export function SoftLinks() {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.("a[href]");
      if (!link || event.defaultPrevented || !isPlain(event) || !staysHere(link)) return;
      const to = new URL(link.getAttribute("href") as string, document.baseURI);
      if (to.origin !== location.origin || (to.hash && isThisPage(to))) return;
      event.preventDefault();
      router.push(to.pathname + to.search + to.hash, { scroll: !link.hasAttribute("data-keep-scroll") });
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router]);
  return null;
}

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const staysHere = (link: Element) =>
  !link.hasAttribute("download") && (link.getAttribute("target") ?? "_self") === "_self";

const isThisPage = (to: URL) => to.pathname === location.pathname && to.search === location.search;
