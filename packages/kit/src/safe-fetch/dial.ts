import { lookup } from "node:dns/promises";
import { BlockList, isIP, isIPv6, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { callbackify } from "node:util";
import { buildConnector } from "undici";
import { isPublicAddress } from "../address.ts";
import { OutboundRefused } from "./outbound.ts";

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface DialOptions {
  /** Whether this exact `host:port` may lie anywhere. */
  readonly isExempt: (hostAndPort: string) => boolean;
  readonly resolve?: Resolve | undefined;
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly ca?: string } | undefined;
}

const maxAddresses = 4;

/**
 * Connects to an address that was judged, not to a name that may since mean another one: resolves, checks every
 * address, dials one of those, and checks the connected address again (rows W1, W2). undici asks for a connection for
 * IP literals as well, so this is the one place they cannot pass by (finding F6).
 */
export function createDial({ isExempt, resolve = systemResolve, tls = {} }: DialOptions): buildConnector.connector {
  const connect = buildConnector({
    ...tls,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    allowH2: false,
    timeout: 5_000,
  });
  const dialAny = async (options: buildConnector.Options): Promise<Socket> => {
    const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
    const port = options.port || (options.protocol === "https:" ? "443" : "80");
    const isFree = isExempt(hostAndPort(host, port));
    const addresses = isIP(host) ? [host] : await resolve(host);
    if (addresses.length === 0) throw new Error("the host has no address");
    if (!isFree && !addresses.every(isForeign)) throw new OutboundRefused("address");
    // The name, not the address, is what the certificate must bear.
    const target = { ...options, port, servername: isIP(host) ? "" : host };
    let failure: unknown;
    for (const address of addresses.slice(0, maxAddresses)) {
      try {
        const socket = await dialOne(connect, { ...target, hostname: address });
        if (isSame(socket.remoteAddress, address)) return socket;
        socket.destroy();
        throw new OutboundRefused("address");
      } catch (error) {
        if (error instanceof OutboundRefused) throw error;
        failure = error;
      }
    }
    throw failure;
  };
  return callbackify(dialAny) as unknown as buildConnector.connector;
}

/** `host:port` as allow-lists write it; IPv6 in brackets. */
export function hostAndPort(host: string, port: string): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function dialOne(connect: buildConnector.connector, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(options, (error, socket) => (error ? reject(error) : resolve(socket as Socket)));
  });
}

async function systemResolve(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** Public, and none of this machine's own addresses, behind which its unguarded services may listen. */
function isForeign(address: string): boolean {
  if (!isPublicAddress(address)) return false;
  return Object.values(networkInterfaces()).every((list) => list?.every((own) => !isSame(own.address, address)));
}

function isSame(one: string | undefined, other: string): boolean {
  if (one === undefined || isIP(one) === 0) return false;
  const exact = new BlockList();
  exact.addAddress(other, isIPv6(other) ? "ipv6" : "ipv4");
  return exact.check(one, isIPv6(one) ? "ipv6" : "ipv4");
}
