import { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createSafeRequest, listen, silentLog, type MovableClock } from "@tallystick/kit";
import { createStatusEndpoint, type Authority, type StatusEndpointOptions } from "@tallystick/sandbox/testing";
import type { RevocationSources } from "../tpp/revocation/revocation.ts";
import type { TestAuthority, TestCertificate } from "./certificates.ts";

/** A real CRL endpoint and OCSP responder of a test authority, on a real socket. */
export interface StatusAuthority {
  readonly crlUrl: string;
  readonly ocspUrl: string;
  /** What was asked so far, by kind. */
  readonly asked: { crl: number; ocsp: number };
  readonly request: RevocationSources["request"];
  /** Answers 503 from now on, or again properly. */
  fail(failing: boolean): void;
  revoke(certificate: TestCertificate): void;
  forgive(certificate: TestCertificate): void;
  close(): Promise<void>;
}

export async function openStatusAuthority(
  authority: TestAuthority,
  clock: MovableClock,
  options: Partial<StatusEndpointOptions> = {},
): Promise<StatusAuthority> {
  const revoked = new Map<string, Date>();
  const asked = { crl: 0, ocsp: 0 };
  let failing = false;
  const endpoint = createStatusEndpoint({
    authority: signingOf(authority),
    clock,
    revoked: () => revoked,
    ...options,
  });
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    handler: (req: IncomingMessage, res) => {
      asked[(req.url ?? "").endsWith("/crl") ? "crl" : "ocsp"]++;
      if (failing) res.writeHead(503).end();
      else endpoint(req, res);
    },
  });
  const request = createSafeRequest({ allow: [new URL(listener.url).host] });
  const serialOf = ({ der }: TestCertificate): string => new X509Certificate(der).serialNumber;
  return {
    crlUrl: `${listener.url}/crl`,
    ocspUrl: `${listener.url}/ocsp`,
    asked,
    request,
    fail: (now) => void (failing = now),
    revoke: (certificate) => void revoked.set(serialOf(certificate), clock.now()),
    forgive: (certificate) => void revoked.delete(serialOf(certificate)),
    close: async () => {
      await request.close();
      await listener.close();
    },
  };
}

export function signingOf(authority: TestAuthority): Authority {
  const key = authority.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  return { root: authority.pem, certificate: authority.pem, key };
}
