import { listen, type HttpHandler, type Listener } from "@tallystick/kit";
import { openTestBank, type TestBank } from "../../testing/test-bank.ts";
import type { BankProfile } from "../../profile.ts";
import { createScaPages } from "../sca-pages.ts";

export interface TestPages {
  readonly bank: TestBank;
  readonly pagesUrl: string;
  readonly listener: Listener;
  urlOf(authorisationId: string): string;
  close(): Promise<void>;
}

/** The pages of a test bank on a real socket; with `tls` as https. */
export async function openTestPages(
  options: { profile?: BankProfile; tls?: { cert: string; key: string } } = {},
): Promise<TestPages> {
  const bank = await openTestBank(options.profile === undefined ? {} : { profile: options.profile });
  const { log } = bank.authorisation;
  let handler: HttpHandler = (_req, res) => void res.writeHead(503).end();
  const host = options.tls === undefined ? "127.0.0.1" : "localhost";
  const listener = await listen({
    host,
    port: 0,
    log,
    handler: (req, res) => handler(req, res),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const pagesUrl = `${listener.url}/${bank.authorisation.profile.providerId}`;
  const pages = await createScaPages({
    authorisation: { ...bank.authorisation, onFinalised: () => void bank.outbox.drainDue() },
    pagesUrl,
    cookieKeys: ["a test's key of enough letters to be one"],
  });
  ({ handler } = pages);
  return {
    bank,
    pagesUrl,
    listener,
    urlOf: (authorisationId) => `${pagesUrl}/sca/${authorisationId}`,
    close: async () => {
      await listener.close();
      await bank.close();
    },
  };
}
