import { BlockList, isIP } from "node:net";

const closed = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  closed.addSubnet(net, bits);
/** Of IPv6 only what is given out to the public, without the tunnels through which an IPv4 address hides. */
const open6 = new BlockList();
open6.addSubnet("2000::", 3, "ipv6");
const closed6 = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const)
  closed6.addSubnet(net, bits, "ipv6");

/** Whether an address, as the resolver gives it, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address);
  return version === 6 && open6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}

/**
 * The address of an endpoint, or a sentence that says why it is none. `trusted` are hosts with their port that the operator
 * allows though they are inside, also without TLS. Where a name leads is checked when it is connected to.
 */
export function readEndpoint(text: string, trusted: readonly string[] = []): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return "Enter a whole address, such as https://example.com/hooks.";
  if (url.username || url.password) return "The address must hold no name and password.";
  if (url.hash) return "The address must hold no # part.";
  if (trusted.includes(url.host)) return url;
  if (url.protocol !== "https:") return "The address must begin with https://.";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isPublicAddress(host)) return "The address must be on the public internet.";
  if (!isIP(host) && !/\.[a-z0-9-]{2,}\.?$/i.test(host)) return "The address must name a host on the public internet.";
  return url;
}
