import type { Clock } from "@tallystick/kit";
import type { EndpointRow } from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import type { SealChecker } from "../../tpp/certificate.ts";
import type { Tpp } from "../../tpp/tpp.ts";
import { checkDigest } from "../digest.ts";
import { checkHeaderJws, createAnswerSealer, type AnswerSealer, type SignedRequest } from "./header-jws.ts";
import { checkHttpSignature } from "./http-signature.ts";
import { refusal } from "./seal.ts";

/** What one bank asks of signatures, and how it seals its own answers. */
export interface Signatures {
  /** The step "signatures": digest, `Signature` and `x-jws-signature` by the profile. */
  check(row: EndpointRow, request: SignedRequest & { readonly rawBody: Uint8Array }, tpp: Tpp): Promise<void>;
  /** Undefined where answers are not sealed. */
  readonly sealAnswer: AnswerSealer | undefined;
}

export interface SignaturesOptions {
  readonly profile: BankProfile;
  readonly clock: Clock;
  readonly checkSeal: SealChecker;
  readonly xs2aUrl: string;
  /** PEM; a bank whose profile says `jwsSignature` needs both. */
  readonly sealKey?: string | undefined;
  readonly sealCertificate?: string | undefined;
}

export function createSignatures(options: SignaturesOptions): Signatures {
  const { profile, clock, checkSeal, sealKey: key, sealCertificate: certificate } = options;
  const { requireSignature = "never", jwsSignature = false, codeProfile = "standard" } = profile;
  const rules = { checkSeal, codeProfile, clock, host: new URL(options.xs2aUrl).host };
  if (jwsSignature && (key === undefined || certificate === undefined)) {
    throw new TypeError("a bank that signs its answers needs sealKey and sealCertificate");
  }
  const isRequired = ({ role, method }: EndpointRow): boolean =>
    requireSignature === "always" || (requireSignature === "payments" && role === "PSP_PI" && method !== "GET");
  return {
    check: async (row, request, tpp) => {
      const { headers } = request;
      checkDigest(typeof headers["digest"] === "string" ? headers["digest"] : undefined, request.rawBody);
      if (isRequired(row) && headers["signature"] === undefined) {
        throw refusal("SIGNATURE_MISSING", "Signature", "is required", rules);
      }
      await checkHttpSignature(headers, tpp, rules);
      if (jwsSignature) await checkHeaderJws(request, tpp, rules);
    },
    sealAnswer: jwsSignature ? createAnswerSealer({ key: key!, certificate: certificate! }, clock) : undefined,
  };
}
