import { listen, type HttpHandler, type LimitRules } from "@tallystick/kit";
import { issue, makeAuthority, type LeafOptions, type TestCertificate } from "../../testing/certificates.ts";
import type { FakeCoreBanking } from "../../testing/fake-core-banking.ts";
import { openTestBank, testProfile, type TestBank } from "../../testing/test-bank.ts";
import { createScaPages } from "../../sca-pages/sca-pages.ts";
import { createCertificateJudge } from "../../tpp/certificate.ts";
import { createEnrolment } from "../../tpp/enrol.ts";
import { createTppLimits } from "../../tpp/limits.ts";
import type { Tpp } from "../../tpp/tpp.ts";
import { createOauth, type Oauth } from "../oauth.ts";
import { mutualTlsFetch } from "./mutual-tls-fetch.ts";

export interface TestServer {
  readonly bank: TestBank;
  readonly spi: FakeCoreBanking;
  readonly oauth: Oauth;
  readonly ca: string;
  readonly xs2aUrl: string;
  readonly pagesUrl: string;
  readonly issuer: string;
  readonly blocked: Set<string>;
  certificate(options?: LeafOptions): TestCertificate;
  /** Judges a certificate as the XS2A interface would. */
  tppOf(certificate: TestCertificate): Tpp;
  /** `fetch` over mutual TLS with that certificate, or without one. */
  fetchWith(certificate?: TestCertificate): typeof fetch;
  close(): Promise<void>;
}

const localRedirectHost = "127.0.0.1:9";

/** An authorization server with its pages, both on real sockets, before a test bank. */
export async function openTestServer(limits?: LimitRules): Promise<TestServer> {
  const bank = await openTestBank();
  const { db, clock, random, log, spi } = bank.authorisation;
  const authority = makeAuthority();
  const serverCertificate = issue(authority, { hosts: ["localhost"], commonName: "localhost" });
  const later: { xs2a: HttpHandler; pages: HttpHandler } = { xs2a: notYet, pages: notYet };
  const tls = { cert: serverCertificate.cert, key: serverCertificate.key, clientCertificates: "request" } as const;
  const xs2a = await listen({ host: "localhost", port: 0, log, tls, handler: (req, res) => later.xs2a(req, res) });
  const pages = await listen({ host: "127.0.0.1", port: 0, log, handler: (req, res) => later.pages(req, res) });
  const xs2aUrl = `${xs2a.url}/${testProfile.providerId}`;
  const pagesUrl = `${pages.url}/${testProfile.providerId}`;
  const cookieKeys = ["a test's key of enough letters to be one"];
  const blocked = new Set<string>();
  const trust = { anchors: [authority.pem], blocked };
  const judge = createCertificateJudge({ clock, log, trust, codeProfile: "standard" });
  const oauth = await createOauth({
    profile: testProfile,
    db,
    spi,
    clock,
    random,
    log,
    xs2aUrl,
    pagesUrl,
    cookieKeys,
    redirectHosts: [localRedirectHost],
    authorisation: bank.authorisation,
    checkCertificate: (der) => judge(der).tpp,
    enrol: createEnrolment({ db, clock }),
    limits: createTppLimits({ db, clock, random, log, profile: limits === undefined ? {} : { limits } }),
  });
  const authorisation = { ...bank.authorisation, onFinalised: () => void bank.outbox.drainDue() };
  const scaPages = await createScaPages({ authorisation, pagesUrl, cookieKeys, back: oauth.back });
  later.xs2a = (req, res) => void (oauth.serveXs2a(req, res) || res.writeHead(404).end());
  later.pages = (req, res) => void (oauth.servePages(req, res) || scaPages.handler(req, res));
  return {
    bank,
    spi: bank.spi,
    oauth,
    ca: authority.pem,
    xs2aUrl,
    pagesUrl,
    issuer: `${xs2aUrl}/xs2a/berlin/1.3`,
    blocked,
    certificate: (options) => issue(authority, options),
    tppOf: (certificate) => judge(certificate.der).tpp,
    fetchWith: (certificate) => mutualTlsFetch(authority.pem, certificate),
    close: async () => {
      await xs2a.close();
      await pages.close();
      await bank.close();
    },
  };
}

const notYet: HttpHandler = (_req, res) => void res.writeHead(503).end();
