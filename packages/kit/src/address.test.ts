// Proves which addresses count as public (row W1).
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isPublicAddress } from "./address.ts";

const closed = {
  "this network": ["0.0.0.0", "0.255.255.255", "::"],
  private: ["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255"],
  "carrier-grade NAT": ["100.64.0.0", "100.100.100.200", "100.127.255.255"],
  loopback: ["127.0.0.1", "127.0.0.53", "127.255.255.255", "::1"],
  "link-local and metadata": ["169.254.0.1", "169.254.169.254", "168.63.129.16", "fe80::1", "fe80::1%eth0", "febf::1"],
  "protocol assignments": ["192.0.0.1", "192.0.0.192", "192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1"],
  documentation: ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1", "3fff:fff::1"],
  benchmarks: ["198.18.0.1", "198.19.255.255", "2001:2::1"],
  "multicast and reserved": ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "ff02::1", "ff0e::1"],
  "IPv4-mapped and -compatible": ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8"],
  NAT64: ["64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "64:ff9b::8.8.8.8"],
  "6to4": ["2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1"],
  "Teredo and ORCHID": ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::1", "2001:10::1", "2001:20::1", "2001:1ff::1"],
  "unique local": ["fc00::1", "fd00:ec2::254", "fdff::1"],
  "site-local, discard, segment routing": ["fec0::1", "100::1", "5f00::1", "4000::1"],
  "not an address as a socket writes it": [
    "",
    "localhost",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0x7f.0.0.1",
    "127.0.0.1.",
    " 127.0.0.1",
    "①②⑦.0.0.1",
    "[::1]",
    "1.1.1.1:443",
    "1.1.1",
    "1.1.1.256",
    "01.1.1.1",
    "example.com",
    "2606:4700::1%eth0",
  ],
};

for (const [what, addresses] of Object.entries(closed)) {
  test(`W1: ${what} is not public`, () => {
    for (const address of addresses) assert.equal(isPublicAddress(address), false, address);
  });
}

test("W1: ordinary hosts are public, up to the edges of the closed ranges", () => {
  const open = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.3.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2000::1",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700:4700::1111",
    "2a00:1450::1",
    "3ffe::1",
  ];
  for (const address of open) assert.equal(isPublicAddress(address), true, address);
});

test("W1: no IPv4 address becomes public by being wrapped into IPv6", () => {
  const hex = (a: number, b: number) => ((a << 8) | b).toString(16);
  fc.assert(
    fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)), ([a, b, c, d]) => {
      const low = `${hex(a, b)}:${hex(c, d)}`;
      const wrapped = [
        `::ffff:${a}.${b}.${c}.${d}`,
        `::${low}`,
        `64:ff9b::${low}`,
        `2002:${low}::1`,
        `2001:0:${low}::1`,
      ];
      return wrapped.every((address) => !isPublicAddress(address));
    }),
  );
});
