import { Xs2aError, type CodeProfile, type MessageCode } from "@tallystick/xs2a";
import type { Judged, SealChecker } from "../../tpp/certificate.ts";
import type { Tpp } from "../../tpp/tpp.ts";

export interface SealRules {
  readonly checkSeal: SealChecker;
  readonly codeProfile: CodeProfile;
}

/** A refusal of the signature family, which names the header. */
export function refusal(
  code: MessageCode,
  path: string,
  text: string,
  { codeProfile }: Pick<SealRules, "codeProfile">,
): Xs2aError {
  return new Xs2aError({ code, profile: codeProfile, path, text });
}

/** The seal's certificate: trusted, current, a QSealC, and of the very organization that calls (C14). */
export async function sealOf(
  der: Uint8Array,
  tpp: Tpp,
  rules: SealRules,
  refuse: (code: MessageCode | undefined, text: string) => Xs2aError,
): Promise<Judged> {
  let seal: Judged;
  try {
    seal = await rules.checkSeal(der);
  } catch (error) {
    if (error instanceof Xs2aError && error.code !== undefined) throw refuse(error.code, error.text);
    throw error;
  }
  if (seal.tpp.tppId !== tpp.tppId) throw refuse("CERTIFICATE_INVALID", "The seal is another organization's.");
  return seal;
}

/** Bytes of base64 in its one spelling; undefined for anything else. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return text !== "" && bytes.toString("base64") === text ? bytes : undefined;
}
