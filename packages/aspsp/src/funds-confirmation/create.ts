import type { StoredAnswer, Tx } from "@tallystick/kit";
import { createdAnswer } from "../consent/created.ts";
import type { ConsentDeps } from "../consent/deps.ts";
import { openConsent } from "../consent/record/open.ts";
import { signaturesNeeded } from "../consent/authorising/signatures-needed.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { Answer, Call } from "../wire/call.ts";
import { createOnce } from "../wire/once.ts";
import { readFundsConsentRequest, type FundsConsentDraft } from "./request.ts";

type CreationCall = Call<"createConsentConfirmationOfFunds">;

interface Made {
  readonly draft: FundsConsentDraft;
  readonly consentId: string;
  readonly signatures: number;
  /** Absent when the TPP, or each signer, is to start one. */
  readonly authorisationId?: string;
}

/** POST of a consent to funds confirmations: stored as received, to be authorised by its PSU on the bank's pages. */
export async function createFundsConsent(
  deps: ConsentDeps,
  call: CreationCall,
): Promise<Answer<"createConsentConfirmationOfFunds">> {
  const at = deps.clock.now();
  const { answer, fresh } = await createOnce(deps, call, {
    draft: async (): Promise<Made> => {
      const draft = readFundsConsentRequest(call.body, { profile: deps.profile, now: at });
      const signatures = await signaturesNeeded(deps.spi, draft.access);
      const isExplicit = signatures > 1 || call.headers.explicitPreferred === true;
      const consentId = deps.random.uuid();
      return { draft, consentId, signatures, ...(isExplicit ? {} : { authorisationId: deps.random.uuid() }) };
    },
    store: (tx, made) => storeConsent(deps, call, { ...made, at }, tx),
  });
  if (fresh !== undefined) {
    deps.log.info("funds.consent_created", { consentId: fresh.consentId, tppId: call.tpp.tppId });
  }
  return answer as Answer<"createConsentConfirmationOfFunds">;
}

async function storeConsent(
  deps: ConsentDeps,
  call: CreationCall,
  made: Made & { at: Date },
  tx: Tx<BankSchema>,
): Promise<StoredAnswer> {
  const { tpp, headers } = call;
  const { redirectUri, nokRedirectUri, psuId: psuHint } = headers;
  const { consentId, draft } = made;
  await openConsent(tx, deps.profile, { ...made, tpp, redirectUri, nokRedirectUri, psuHint });
  await tx
    .insertInto("funds_consent")
    .values({ consent_id: consentId, request: JSON.stringify(draft.request) })
    .execute();
  return createdAnswer(deps, call, { ...made, family: "funds" });
}
