import { createApp, HttpFault, type Log, type Random } from "@tallystick/kit";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { BankProfile } from "../profile.ts";
import { answerHeaders, pageHeaders } from "./headers.ts";
import { renderPage, type Page } from "./layout.ts";
import { faultPage } from "./views/ending.ts";

export interface PagesAppDeps {
  readonly profile: BankProfile;
  readonly log: Log;
  readonly random: Random;
  /** Without a slash at the end. */
  readonly pagesUrl: string;
}

/** Refuses a request with a page of its own. */
export class PageFault extends Error {
  readonly status: 400 | 403;
  readonly againUrl?: string;

  constructor(status: 400 | 403, againUrl?: string) {
    super(`page refused with ${status}`);
    this.name = "PageFault";
    this.status = status;
    if (againUrl !== undefined) this.againUrl = againUrl;
  }
}

/** An application for the bank's pages: forms only, the headers of `headers.ts` on every answer, errors as pages. */
export function createPagesApp(deps: PagesAppDeps): FastifyInstance {
  const https = deps.pagesUrl.startsWith("https:");
  const app = createApp({
    log: deps.log,
    bodyLimit: 8_192,
    contentTypes: ["form"],
    onError: (error, request, reply) => {
      const fault = faultOf(error);
      if (fault.status >= 500) deps.log.error("page_failed", { requestId: request.id, error });
      return sendPage(deps, reply, { page: faultPage(fault), status: fault.status });
    },
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    for (const [name, value] of Object.entries(answerHeaders({ https }))) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    return payload;
  });
  return app;
}

export function sendPage(
  deps: PagesAppDeps,
  reply: FastifyReply,
  answer: { page: Page; status?: number; formOrigins?: readonly string[] },
): FastifyReply {
  const nonce = deps.random.token(16);
  const https = deps.pagesUrl.startsWith("https:");
  reply.code(answer.status ?? 200).headers(pageHeaders({ nonce, formOrigins: answer.formOrigins ?? [], https }));
  return reply.send(renderPage(deps.profile, answer.page, nonce));
}

/** After every POST, so that nothing is sent twice and no password is forwarded (row O18). */
export function seeOther(reply: FastifyReply, url: string): FastifyReply {
  return reply.code(303).header("location", url).send("");
}

function faultOf(error: unknown): { status: number; title: string; text: string; againUrl?: string } {
  if (error instanceof PageFault) {
    const again = error.againUrl === undefined ? {} : { againUrl: error.againUrl };
    return error.status === 403
      ? {
          status: 403,
          title: "Not accepted",
          text: "This did not come from our own page, so nothing was done.",
          ...again,
        }
      : {
          status: 400,
          title: "This form is out of date",
          text: "Nothing was done. Look at it as it is now.",
          ...again,
        };
  }
  if (error instanceof HttpFault) {
    return error.status === 404
      ? { status: 404, title: "Page not found", text: "There is no such page here." }
      : { status: error.status, title: "Not understood", text: "We could not read what your browser sent." };
  }
  return { status: 500, title: "Something went wrong", text: "That is our fault. Please try again in a minute." };
}
