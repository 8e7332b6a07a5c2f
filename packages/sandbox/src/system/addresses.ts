// Where everything listens. The banks' pages are another site than the hub's on purpose: 127.0.0.1 is not localhost.

export interface SystemAddresses {
  readonly hub: string;
  readonly hubMutualTls: string;
  readonly shop: string;
  /** Up to but not including `/{provider_id}`. */
  readonly banksXs2a: string;
  readonly banksPages: string;
  readonly ports: {
    readonly hub: number;
    readonly hubMutualTls: number;
    readonly shop: number;
    readonly banksXs2a: number;
    readonly banksPages: number;
  };
  /** Exact `host:port` pairs of this system: the exceptions from "https only, no private address". */
  readonly loopback: readonly string[];
}

export function addressesFrom(portBase: number): SystemAddresses {
  const ports = {
    hub: 4000 + portBase,
    hubMutualTls: 4444 + portBase,
    shop: 4001 + portBase,
    banksXs2a: 4443 + portBase,
    banksPages: 4080 + portBase,
  };
  return {
    hub: `http://localhost:${ports.hub}`,
    hubMutualTls: `https://localhost:${ports.hubMutualTls}`,
    shop: `http://localhost:${ports.shop}`,
    banksXs2a: `https://localhost:${ports.banksXs2a}`,
    banksPages: `http://127.0.0.1:${ports.banksPages}`,
    ports,
    loopback: Object.values(ports).flatMap((port) => [`localhost:${port}`, `127.0.0.1:${port}`]),
  };
}

/** The Fetch standard's "bad ports" from 4000 up: browsers and `fetch` refuse them, whatever listens there. */
const badPorts: ReadonlySet<number> = new Set([
  4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** The port that no browser would open, when `portBase` leads to one. */
export function badPortFrom(portBase: number): number | undefined {
  return Object.values(addressesFrom(portBase).ports).find((port) => badPorts.has(port));
}
