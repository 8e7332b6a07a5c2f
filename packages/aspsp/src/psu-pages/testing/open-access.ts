import assert from "node:assert/strict";
import { listen, silentLog, type HttpHandler } from "@tallystick/kit";
import { TestBrowser, titleOf, type Answer } from "../../sca-pages/testing/browser.ts";
import { alice, method, type FakePsu } from "../../testing/fake-core-banking.ts";
import { openHttpBank, productPath, type HttpBank, type Reply } from "../../testing/http-bank.ts";
import { testProfile } from "../../testing/test-bank.ts";

/** A whole bank, with its pages on a socket of their own. */
export interface AccessPages {
  readonly bank: HttpBank;
  /** The first page of what a PSU has allowed. */
  readonly url: string;
  close(): Promise<void>;
}

export async function openAccessPages(): Promise<AccessPages> {
  let handler: HttpHandler = (_request, response) => void response.writeHead(503).end();
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    handler: (req, res) => handler(req, res),
  });
  const pagesUrl = `${listener.url}/${testProfile.providerId}`;
  const bank = await openHttpBank({ bank: async () => ({ pagesUrl }) });
  handler = bank.bank.pages;
  return {
    bank,
    url: `${pagesUrl}/access`,
    close: async () => {
      await listener.close();
      await bank.close();
    },
  };
}

/** A browser of that PSU after the login. */
export async function enter(pages: AccessPages, psu: FakePsu = alice): Promise<{ browser: TestBrowser; page: Answer }> {
  const browser = new TestBrowser();
  const login = await browser.open(pages.url);
  const page = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  assert.equal(titleOf(page), "Who may see your accounts – Test Bank");
  return { browser, page };
}

/** Initiates a payment and confirms it on the bank's pages; returns its id. */
export async function pay(pages: AccessPages, change: Record<string, unknown> = {}, by: Signer = {}): Promise<string> {
  const reply = await pages.bank.initiate(change);
  assert.equal(reply.status, 201, reply.text);
  const { paymentId } = reply.body;
  await (reply.body._links.scaRedirect === undefined ? sign(pages, paymentId, by) : confirmOnPages(pages, reply, by));
  return paymentId;
}

interface Signer {
  readonly psu?: FakePsu;
  readonly upTo?: "login";
}

/** One more authorisation of a payment. */
export async function sign(pages: AccessPages, paymentId: string, by: Signer): Promise<void> {
  const path = `${productPath}/${paymentId}/authorisations`;
  const reply = await pages.bank.call({ method: "POST", path, body: {} });
  assert.equal(reply.status, 201, reply.text);
  await confirmOnPages(pages, reply, by);
}

/** The whole way through the pages to which a reply leads. */
export async function confirmOnPages(
  { bank }: AccessPages,
  reply: Reply,
  { psu = alice, upTo }: Signer = {},
): Promise<void> {
  const browser = new TestBrowser();
  const login = await browser.open(reply.body._links.scaRedirect.href);
  const review = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  if (upTo === "login") return;
  const code = await browser.fill(review, "method", { method_id: method.code.methodId });
  const back = await browser.submit(code, "answer", { code: bank.spi.lastCode() });
  assert.equal(back.location, "https://tpp.example/back");
}
