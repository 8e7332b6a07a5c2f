import { BlockList, isIP } from "node:net";

/** Everything the IANA registries keep from the public internet, and a cloud's metadata address inside public space. */
const closed4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Parts of 2000::/3 that are no ordinary hosts: Teredo, ORCHID, benchmarks, documentation, 6to4, AS112. */
const closed6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [net, bits] of closed4) closed.addSubnet(net, bits, "ipv4");
for (const [net, bits] of closed6) closed.addSubnet(net, bits, "ipv6");

// Outside 2000::/3 lie loopback, mapped and NAT64 addresses, unique local, link-local, site-local and multicast ones.
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address, as a socket or a resolver writes it, is an ordinary host of the public internet (row W1).
 * Whatever is no IP address, has a zone, or wraps an IPv4 address into IPv6, is not.
 */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !closed.check(ip, "ipv4");
  if (family === 6) return !ip.includes("%") && global6.check(ip, "ipv6") && !closed.check(ip, "ipv6");
  return false;
}
