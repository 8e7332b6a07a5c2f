import type { FastifyReply, FastifyRequest } from "fastify";
import { setPageHeaders } from "./headers.ts";
import { qrPng, qrSvg } from "./qr.ts";
import { knownLink } from "./show.ts";
import type { Web } from "./context.ts";

/** `GET /links/{web_id}/qr.svg` and `.png`: the page's address, for a phone. */
export async function sendQr(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const view = await knownLink(web, request, reply);
  if (view === undefined) return reply;
  const address = `${web.hub.url}/pay/${view.webId}`;
  setPageHeaders(reply, web);
  // Merchants put the picture on pages and till screens of their own.
  reply.header("cross-origin-resource-policy", "cross-origin");
  return request.routeOptions.url?.endsWith(".png") === true
    ? reply.type("image/png").send(qrPng(address))
    : reply.type("image/svg+xml").send(qrSvg(address));
}
