import { request } from "node:https";
import type { TestCertificate } from "../../testing/certificates.ts";

/**
 * `fetch` over mutual TLS: Node's own cannot present a client certificate without another package. With `port` the
 * request goes to that port whatever the address says, as to another instance behind the same name.
 */
export function mutualTlsFetch(
  ca: string,
  certificate?: TestCertificate,
  port?: () => number | undefined,
): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input as Request, init);
    const body = Buffer.from(await asked.arrayBuffer());
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const { cert, key } = certificate ?? {};
    const { hostname: servername } = new URL(asked.url);
    const headers = Object.fromEntries(asked.headers);
    const to = port?.();
    const other = to === undefined ? {} : { port: to };
    const options = { method: asked.method, headers, ca, cert, key, servername, agent: false, ...other };
    const req = request(asked.url, options, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.once("error", reject);
      res.once("end", () => {
        const status = res.statusCode ?? 0;
        const answer = new Headers(Object.entries(res.headers).map(([name, value]) => [name, String(value)]));
        resolve(new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers: answer }));
      });
    });
    req.once("error", reject);
    req.end(body);
    return promise;
  };
}
