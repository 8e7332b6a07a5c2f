import type { HttpRequest } from "@tallystick/tpp";
import { banks } from "./banks/all.ts";
import { createBerlinGroupConnector } from "./berlin-group/connector.ts";
import { registryOf, type ConnectorRegistry } from "./connector.ts";

export interface ConnectorOptions {
  /** By provider id: the bank's address up to but not including `/xs2a/...`. Banks without one are left out. */
  readonly providers: Readonly<Record<string, { readonly xs2aUrl: string }>>;
  /** Calls with the hub's client certificate. */
  readonly request: HttpRequest;
}

/** Connectors to the banks whose addresses are given; throws for a provider that no data file describes. */
export function createConnectors({ providers, request }: ConnectorOptions): ConnectorRegistry {
  const known = new Map(banks.map((entry) => [entry.bank.providerId, entry]));
  return registryOf(
    Object.entries(providers).map(([providerId, { xs2aUrl }]) => {
      const entry = known.get(providerId);
      if (entry === undefined) throw new TypeError(`no bank is known as ${providerId}`);
      return createBerlinGroupConnector({ ...entry, xs2aUrl, request });
    }),
  );
}
