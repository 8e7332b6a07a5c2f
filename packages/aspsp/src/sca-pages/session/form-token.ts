import { createHmac, timingSafeEqual } from "node:crypto";

/** What a form's token stands for: it fits no other browser, form, authorisation, content or challenge. */
export interface FormBinding {
  readonly sessionKey: string;
  readonly form: string;
  readonly about: string;
  /** Hash over what the page shows, so that a form of content that has changed since is refused (rows P6, P7). */
  readonly linkHash: string;
  readonly challengeId?: string;
}

export function makeFormToken(key: string, binding: FormBinding): string {
  const { sessionKey, form, about, linkHash, challengeId = "" } = binding;
  const text = JSON.stringify(["form", sessionKey, form, about, linkHash, challengeId]);
  return createHmac("sha256", key).update(text).digest("base64url");
}

export function formTokenFits(key: string, binding: FormBinding, token: string | undefined): boolean {
  const expected = Buffer.from(makeFormToken(key, binding));
  const given = Buffer.from(token ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
