import type { StoredAnswer, Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import { rulesOf } from "../standard/rules-of.ts";
import type { Answer, Call } from "../wire/call.ts";
import { createOnce } from "../wire/once.ts";
import { createdAnswer } from "./created.ts";
import type { ConsentDeps } from "./deps.ts";
import { clocksOf } from "./record/clocks.ts";
import { openConsent } from "./record/open.ts";
import { readConsentRequest, type ConsentDraft } from "./record/request.ts";
import { signaturesNeeded } from "./authorising/signatures-needed.ts";

type CreationCall = Call<"createConsent">;

interface Made {
  readonly draft: ConsentDraft;
  readonly consentId: string;
  readonly signatures: number;
  /** Absent when the TPP, or each signer, is to start one. */
  readonly authorisationId?: string;
}

/**
 * POST of a consent: stores it as received, to be authorised by its PSU on the bank's pages. Where several have to, there
 * is no authorisation yet, and the answer says how to start one for each.
 */
export async function createConsent(deps: ConsentDeps, call: CreationCall): Promise<Answer<"createConsent">> {
  const { now: at, today } = clocksOf(deps.profile, deps.clock.now());
  const { answer, fresh } = await createOnce(deps, call, {
    draft: async (): Promise<Made> => {
      const draft = readConsentRequest(call.body, { profile: deps.profile, today });
      const signatures = await signaturesNeeded(deps.spi, draft.access);
      const isExplicit = signatures > 1 || call.headers.explicitPreferred === true;
      const consentId = deps.random.uuid();
      return { draft, consentId, signatures, ...(isExplicit ? {} : { authorisationId: deps.random.uuid() }) };
    },
    store: (tx, made) => storeConsent(deps, call, { ...made, at }, tx),
  });
  if (fresh !== undefined) {
    const { consentId, draft } = fresh;
    deps.log.info("consent.created", { consentId, tppId: call.tpp.tppId, consentKind: draft.kind });
  }
  return answer as Answer<"createConsent">;
}

async function storeConsent(
  deps: ConsentDeps,
  call: CreationCall,
  made: Made & { at: Date },
  tx: Tx<BankSchema>,
): Promise<StoredAnswer> {
  const { tpp, headers } = call;
  const { redirectUri, nokRedirectUri, psuId: psuHint } = headers;
  await openConsent(tx, deps.profile, { ...made, tpp, redirectUri, nokRedirectUri, psuHint });
  const answer = createdAnswer(deps, call, made);
  if (!rulesOf(deps.profile).multipleConsents) return answer;
  return { ...answer, headers: { ...answer.headers, "aspsp-multiple-consent-support": "true" } };
}
