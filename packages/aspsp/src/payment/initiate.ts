import { after, type StoredAnswer, type Tx } from "@tallystick/kit";
import { Xs2aError, type PaymentInitiated, type SinglePayment } from "@tallystick/xs2a";
import { linksOf } from "../authorisation/resource.ts";
import { startAuthorisation } from "../authorisation/start.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { Answer, Call } from "../wire/call.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { createOnce } from "../wire/once.ts";
import { redirectWarnings } from "../wire/redirect-warnings.ts";
import type { PaymentDeps } from "./deps.ts";
import { columnsOf, orderOf, readInitiation, refusalOf, type OrderColumns } from "./record/draft.ts";
import { insertPayment } from "./record/store.ts";

type InitiationCall = Call<"initiatePayment">;

interface Draft {
  readonly payment: SinglePayment;
  readonly columns: OrderColumns;
  readonly paymentId: string;
  readonly authorisationId: string;
  readonly now: Date;
}

/** POST of a single payment: stores it as RCVD with an authorisation that the PSU completes on the bank's pages. */
export async function initiatePayment(deps: PaymentDeps, call: InitiationCall): Promise<Answer<"initiatePayment">> {
  refuseConsentId(call.headers.consentId);
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
  const payment = readInitiation(call.body, { product, profile: deps.profile, now });
  const columns = columnsOf(payment);
  const paymentId = deps.random.uuid();
  const check = await deps.spi.checkPayment(orderOf(paymentId, product, columns));
  if (!check.ok) throw refusalOf(check.code);
  return { payment, columns, paymentId, authorisationId: deps.random.uuid(), now };
}

async function storePayment(
  deps: PaymentDeps,
  call: InitiationCall,
  draft: Draft,
  tx: Tx<BankSchema>,
): Promise<StoredAnswer> {
  const { paymentId, authorisationId, now: at } = draft;
  await insertPayment(tx, {
    ...draft.columns,
    payment_id: paymentId,
    tpp_id: call.tpp.tppId,
    tpp_name: call.tpp.name,
    service: call.params["payment-service"],
    product: call.params["payment-product"],
    status: "RCVD",
    status_reason: null,
    body: JSON.stringify(draft.payment),
    psu_id: null,
    authorised_hash: null,
    redirect_uri: call.headers.redirectUri ?? null,
    nok_redirect_uri: call.headers.nokRedirectUri ?? null,
    created_at: at,
    expires_at: after(at, rulesOf(deps.profile).lifetimes.paymentAuthorisationMinutes * 60_000),
    changed_at: at,
  });
  const tppId = call.tpp.tppId;
  await startAuthorisation(tx, { authorisationId, kind: "payment", subjectId: paymentId, tppId, at });
  return answerOf(deps, call, draft);
}

function answerOf(deps: PaymentDeps, call: InitiationCall, { paymentId, authorisationId }: Draft): StoredAnswer {
  const { "payment-service": service, "payment-product": product } = call.params;
  const self = `${deps.standardUrl}/v1/${service}/${product}/${paymentId}`;
  const body: PaymentInitiated = {
    transactionStatus: "RCVD",
    paymentId,
    ...redirectWarnings(call, deps.redirectHosts),
    _links: {
      ...linksOf(deps, deps, { url: `${self}/authorisations`, authorisationId }),
      self: { href: self },
      status: { href: `${self}/status` },
    },
  };
  return { status: 201, headers: { location: self, "aspsp-sca-approach": "REDIRECT" }, body };
}

/** A payment may name a consent; this bank has none yet, so that every one is unknown. */
function refuseConsentId(consentId: string | undefined): void {
  if (consentId === undefined) return;
  throw new Xs2aError({
    code: "CONSENT_UNKNOWN",
    place: "header",
    path: "Consent-ID",
    text: "The consent is unknown.",
  });
}
