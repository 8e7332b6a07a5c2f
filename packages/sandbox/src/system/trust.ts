import { join } from "node:path";
import type { BankOptions, BankProfile } from "@tallystick/aspsp";
import { type HttpHandler, type SafeRequest } from "@tallystick/kit";
import type { SandboxStandard } from "../certificates/kept-authority.ts";
import { readRevoked } from "../certificates/revoked-files.ts";
import { createStatusEndpoint } from "../certificates/status-endpoint.ts";
import type { SystemParts } from "./parts.ts";

/** Milliseconds until a revocation is known everywhere; a real bank asks less often. */
const statusAgeMs = 5_000;

const standards: Readonly<Record<BankProfile["standard"], SandboxStandard>> = {
  "berlin-1.3": "berlin",
  "georgia-0.8": "georgia",
};

/** Whom a sandbox bank believes: the authority of its standard alone, asked by OCSP about every certificate. */
export function trustOf(
  { pki, addresses }: SystemParts,
  profile: BankProfile,
  request: SafeRequest,
): BankOptions["trust"] {
  const standard = standards[profile.standard];
  const { root, certificate } = pki.authorities[standard];
  const ocspUrl = `${addresses.banksPages}/pki/${standard}/ocsp`;
  const issuers = [{ certificate, ocspUrl }];
  return { anchors: [root, certificate], revocation: { request, issuers, maxAgeMs: statusAgeMs } };
}

/** The authorities' own addresses, `/pki/{standard}/crl` and `…/ocsp`, beside the banks' pages. */
export function statusEndpoints({ pki, clock, dataDir }: SystemParts, fallback: HttpHandler): HttpHandler {
  const of = (standard: SandboxStandard): HttpHandler => {
    const revoked = () => readRevoked(join(dataDir, "pki"), standard);
    return createStatusEndpoint({ authority: pki.authorities[standard], clock, revoked });
  };
  const handlers: Readonly<Record<string, HttpHandler>> = { berlin: of("berlin"), georgia: of("georgia") };
  return (request, response) => {
    const [, , standard = ""] = (request.url ?? "").split("/", 3);
    (Object.hasOwn(handlers, standard) ? handlers[standard]! : fallback)(request, response);
  };
}
