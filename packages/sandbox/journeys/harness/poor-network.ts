// What stands between a TPP and a bank on a bad day.
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** An address at which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface SlowRoad {
  readonly port: number;
  /** How often somebody took it. */
  taken(): number;
  close(): void;
}

/** Leads to that port, bytes as they are, but what comes back is held for so many milliseconds. */
export async function openSlowRoad(to: number, delayMs: number): Promise<SlowRoad> {
  const open = new Set<Socket | NodeJS.Timeout>();
  let taken = 0;
  const server = createServer((near) => {
    taken += 1;
    const far = connect(to, "localhost");
    for (const socket of [near, far]) open.add(socket.on("error", () => [near, far].forEach((one) => one.destroy())));
    near.pipe(far);
    open.add(setTimeout(() => far.pipe(near), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const close = (): void => {
    for (const one of open)
      if ("destroy" in one) one.destroy();
      else clearTimeout(one);
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, taken: () => taken, close };
}
