import { listen, type HttpHandler, type Listener, type Log } from "@tallystick/kit";
import type { SystemAddresses } from "./addresses.ts";
import type { SystemParts } from "./parts.ts";

interface Handlers {
  readonly hub: HttpHandler;
  readonly xs2a: HttpHandler;
  readonly pages: HttpHandler;
  readonly shop: HttpHandler;
}

/** Opens every door of the system, or throws PortTaken. */
export async function openListeners(
  parts: SystemParts,
  handlers: Handlers,
  cleanUp: (() => Promise<void>)[],
): Promise<void> {
  const { log, pki, addresses } = parts;
  const { ports } = addresses;
  const tls = { cert: pki.server.cert, key: pki.server.key, clientCertificates: "request" } as const;
  const doors: Parameters<typeof listen>[0][] = [
    { handler: handlers.hub, host: "localhost", port: ports.hub, log },
    { handler: handlers.hub, host: "localhost", port: ports.hubMutualTls, tls, log },
    { handler: handlers.shop, host: "localhost", port: ports.shop, log },
    { handler: handlers.xs2a, host: "localhost", port: ports.banksXs2a, tls, log },
    { handler: handlers.pages, host: "127.0.0.1", port: ports.banksPages, log },
  ];
  const opened: Listener[] = [];
  // The hub's doors first: an answer of its that is under way may need a bank.
  cleanUp.push(async () => {
    for (const some of [opened.slice(0, 2), opened.slice(2)]) await Promise.all(some.map((door) => door.close()));
  });
  for (const door of doors) opened.push(await listen(door));
}

/** Throws PortTaken when another program listens where the system would. */
export async function probePorts({ ports }: SystemAddresses, log: Log): Promise<void> {
  for (const port of Object.values(ports)) {
    const host = port === ports.banksPages ? "127.0.0.1" : "localhost";
    const door = await listen({ handler: (_request, response) => response.destroy(), host, port, log });
    await door.close();
  }
}
