import type { HttpHandler, Clock } from "@tallystick/kit";
import type { Authority } from "./issue.ts";
import { answerOcsp, issueCrl, type Revoked } from "./revocation-status.ts";

export interface StatusEndpointOptions {
  readonly authority: Authority;
  readonly clock: Clock;
  /** Read at every request. */
  readonly revoked: () => Revoked | Promise<Revoked>;
  /** Milliseconds from now that a list or an answer holds; default an hour. */
  readonly validMs?: number;
  readonly responder?: { readonly certificate: string; readonly key: string };
}

const requestLimit = 16_384;

/** An authority's word on what it has revoked: `GET …/crl` and `POST …/ocsp`, plain http, since both are signed. */
export function createStatusEndpoint(options: StatusEndpointOptions): HttpHandler {
  const { authority, clock, validMs = 3_600_000, responder } = options;
  return (request, response) => {
    const send = (status: number, type = "text/plain", body: Uint8Array | string = ""): void => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    };
    const answer = async (): Promise<void> => {
      const revoked = await options.revoked();
      // Neither form has fractions of a second (RFC 5280, 4.1.2.5.2).
      const now = new Date(Math.floor(clock.now().getTime() / 1_000) * 1_000);
      const dates = { thisUpdate: now, nextUpdate: new Date(now.getTime() + validMs) };
      if (request.method === "GET" && request.url?.endsWith("/crl") === true) {
        return send(200, "application/pkix-crl", await issueCrl(authority, revoked, dates));
      }
      if (request.method !== "POST" || request.url?.endsWith("/ocsp") !== true) return send(404);
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > requestLimit) return send(413);
        chunks.push(chunk);
      }
      const responderOptions = responder === undefined ? dates : { ...dates, responder };
      send(200, "application/ocsp-response", answerOcsp(authority, Buffer.concat(chunks), revoked, responderOptions));
    };
    answer().catch(() => (response.headersSent ? response.destroy() : send(500)));
  };
}
