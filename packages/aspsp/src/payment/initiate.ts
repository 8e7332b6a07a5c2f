import { after, type StoredAnswer, type Tx } from "@tallystick/kit";
import { Xs2aError, type Links, type PaymentInitiated } from "@tallystick/xs2a";
import { linksOf } from "../authorisation/resource.ts";
import { startAuthorisation } from "../authorisation/start.ts";
import type { BankSchema } from "../migrations/schema.ts";
import { rulesOf } from "../standard/rules-of.ts";
import type { Answer, Call } from "../wire/call.ts";
import { createOnce } from "../wire/once.ts";
import { redirectWarnings } from "../wire/redirect-warnings.ts";
import { checkWithCore } from "./check.ts";
import type { PaymentDeps } from "./deps.ts";
import { draftOf, type DraftColumns } from "./record/draft.ts";
import { readInitiation } from "./record/read-initiation.ts";
import { insertPayment } from "./record/store.ts";
import { serviceOf } from "./rules.ts";

type InitiationCall = Call<"initiatePayment">;

interface Draft {
  readonly body: unknown;
  readonly columns: DraftColumns;
  readonly signatures: number;
  readonly paymentId: string;
  /** Absent when the TPP, or each signer, is to start one. */
  readonly authorisationId?: string;
  readonly now: Date;
}

/**
 * POST of a payment of any service: stores it as RCVD with an authorisation that the PSU completes on the bank's pages.
 * Where the TPP prefers to start it, or several PSUs have to sign, there is no authorisation yet and the answer says how
 * to start one.
 */
export async function initiatePayment(deps: PaymentDeps, call: InitiationCall): Promise<Answer<"initiatePayment">> {
  await requireConsent(deps, call);
  const now = deps.clock.now();
  const { answer, fresh } = await createOnce(deps, call, {
    draft: () => makeDraft(deps, call, now),
    store: (tx, draft) => storePayment(deps, call, draft, tx),
  });
  deps.checkpoint("after_payment_stored");
  if (fresh !== undefined) deps.log.info("payment.initiated", { paymentId: fresh.paymentId, tppId: call.tpp.tppId });
  return answer as Answer<"initiatePayment">;
}

async function makeDraft(deps: PaymentDeps, call: InitiationCall, now: Date): Promise<Draft> {
  const product = call.params["payment-product"];
  const service = serviceOf(call.params["payment-service"]);
  const initiation = readInitiation(call.body, { service, product, profile: deps.profile, now });
  const { columns, ordersOf } = draftOf(initiation);
  const paymentId = deps.random.uuid();
  const isBulk = service === "bulk-payments";
  const signatures = await checkWithCore(deps.spi, ordersOf({ paymentId, product }), { isBulk });
  const isExplicit = signatures > 1 || call.headers.explicitPreferred === true;
  return {
    body: initiation.payment,
    columns,
    signatures,
    paymentId,
    ...(isExplicit ? {} : { authorisationId: deps.random.uuid() }),
    now,
  };
}

async function storePayment(
  deps: PaymentDeps,
  call: InitiationCall,
  draft: Draft,
  tx: Tx<BankSchema>,
): Promise<StoredAnswer> {
  const { paymentId, authorisationId, now: at } = draft;
  const tppId = call.tpp.tppId;
  await insertPayment(tx, {
    ...draft.columns,
    payment_id: paymentId,
    tpp_id: tppId,
    tpp_name: call.tpp.name,
    service: call.params["payment-service"],
    product: call.params["payment-product"],
    status: "RCVD",
    status_reason: null,
    body: JSON.stringify(draft.body),
    psu_id: null,
    authorised_hash: null,
    signatures_needed: draft.signatures,
    funds_available: null,
    redirect_uri: call.headers.redirectUri ?? null,
    nok_redirect_uri: call.headers.nokRedirectUri ?? null,
    created_at: at,
    expires_at: after(at, rulesOf(deps.profile).lifetimes.paymentAuthorisationMinutes * 60_000),
    changed_at: at,
  });
  if (authorisationId !== undefined) {
    const { psuId: psuHint } = call.headers;
    await startAuthorisation(tx, { authorisationId, kind: "payment", subjectId: paymentId, tppId, at, psuHint });
  }
  return answerOf(deps, call, draft);
}

function answerOf(deps: PaymentDeps, call: InitiationCall, { paymentId, authorisationId }: Draft): StoredAnswer {
  const { "payment-service": service, "payment-product": product } = call.params;
  const self = `${deps.standardUrl}/v1/${service}/${product}/${paymentId}`;
  const url = `${self}/authorisations`;
  const next: Links =
    authorisationId === undefined
      ? { startAuthorisation: { href: url } }
      : linksOf(deps, deps, { url, authorisationId });
  const body: PaymentInitiated = {
    transactionStatus: "RCVD",
    paymentId,
    ...redirectWarnings(call, deps.redirectHosts),
    _links: { ...next, self: { href: self }, status: { href: `${self}/status` } },
  };
  const approach = authorisationId === undefined ? {} : { "aspsp-sca-approach": "REDIRECT" };
  return { status: 201, headers: { location: self, ...approach }, body };
}

/** A payment may name a valid consent of the same TPP; foreign and unknown are alike. */
async function requireConsent(deps: PaymentDeps, { headers, tpp }: InitiationCall): Promise<void> {
  const { consentId } = headers;
  if (consentId === undefined) return;
  const isValid = await deps.isConsentValid(tpp.tppId, consentId);
  if (isValid === true) return;
  const at = { place: "header", path: "Consent-ID" } as const;
  if (isValid === undefined) throw new Xs2aError({ code: "CONSENT_UNKNOWN", ...at, text: "The consent is unknown." });
  const { codeProfile: profile } = deps.profile;
  throw new Xs2aError({ code: "CONSENT_INVALID", profile, ...at, text: "The consent is not valid." });
}
