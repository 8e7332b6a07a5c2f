import { createHash } from "node:crypto";
import { after, runOnce, type StoredAnswer, type Tx } from "@tallystick/kit";
import { Xs2aError, type PaymentInitiated, type SinglePayment, type TppMessageEntry } from "@tallystick/xs2a";
import { startAuthorisation } from "../authorisation/start.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { Answer, Call } from "../wire/call.ts";
import { rulesOf } from "../standard/rules-of.ts";
import { isRedirectOfTpp } from "../wire/headers.ts";
import type { PaymentDeps } from "./deps.ts";
import { columnsOf, orderOf, readInitiation, refusalOf, type OrderColumns } from "./record/draft.ts";
import { keepAnswerMs } from "./rules.ts";
import { insertPayment } from "./record/store.ts";

type InitiationCall = Call<"initiatePayment">;

interface Draft {
  readonly payment: SinglePayment;
  readonly columns: OrderColumns;
  readonly paymentId: string;
  readonly authorisationId: string;
  readonly now: Date;
}

/**
 * POST of a single payment: stores it as RCVD with an authorisation that the PSU completes on the bank's pages. The
 * X-Request-ID makes it idempotent: same TPP, id and body give the stored answer for 72 hours (decision 25).
 */
export async function initiatePayment(deps: PaymentDeps, call: InitiationCall): Promise<Answer<"initiatePayment">> {
  refuseConsentId(call.headers.consentId);
  const now = deps.clock.now();
  // Kept and not thrown yet: a repetition gets the stored answer even if it would be refused today.
  const draft = await settled(makeDraft(deps, call, now));
  const work = async (tx: Tx<BankSchema>): Promise<StoredAnswer> => {
    if (draft.kind === "failed") throw draft.error;
    return storePayment(deps, call, draft.value, tx);
  };
  const answer = call.requestId.sent ? await once(deps, call, now, work) : await deps.db.transaction().execute(work);
  deps.checkpoint("after_payment_stored");
  const { body, ...head } = answer as Answer<"initiatePayment">;
  const isFresh = draft.kind === "made" && draft.value.paymentId === body.paymentId;
  if (isFresh) deps.log.info("payment.initiated", { paymentId: body.paymentId, tppId: call.tpp.tppId });
  return { ...head, body };
}

type Settled<T> = { readonly kind: "made"; readonly value: T } | { readonly kind: "failed"; readonly error: unknown };

async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { kind: "made", value: await work };
  } catch (error) {
    return { kind: "failed", error };
  }
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

async function once(
  deps: PaymentDeps,
  call: InitiationCall,
  now: Date,
  work: (tx: Tx<BankSchema>) => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  const result = await runOnce(
    deps.db,
    {
      owner: call.tpp.tppId,
      route: call.operation,
      key: call.requestId.value.toLowerCase(),
      bodyDigest: digestOf(call),
      now,
      keepForMs: keepAnswerMs,
    },
    work,
  );
  if (result.kind === "fresh" || result.kind === "replayed") return result.answer;
  const path = "X-Request-ID";
  if (result.kind === "running") {
    throw new Xs2aError({ code: "STATUS_INVALID", path, text: "belongs to a request that is still being answered" });
  }
  throw new Xs2aError({ code: "PARAMETER_NOT_CONSISTENT", path, text: "was used for a request with another body" });
}

/** Of the whole order: the same body for another product is another one. */
function digestOf({ params, rawBody }: InitiationCall): string {
  const path = `${params["payment-service"]}/${params["payment-product"]}\n`;
  return createHash("sha256").update(path).update(rawBody).digest("base64url");
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
  const warnings = redirectWarnings(deps, call);
  const body: PaymentInitiated = {
    transactionStatus: "RCVD",
    paymentId,
    ...(warnings.length === 0 ? {} : { tppMessages: warnings }),
    _links: {
      scaRedirect: { href: `${deps.pagesUrl}/sca/${authorisationId}` },
      ...(deps.profile.scaOAuth
        ? { scaOAuth: { href: `${deps.standardUrl}/.well-known/oauth-authorization-server` } }
        : {}),
      self: { href: self },
      status: { href: `${self}/status` },
      scaStatus: { href: `${self}/authorisations/${authorisationId}` },
    },
  };
  return { status: 201, headers: { location: self, "aspsp-sca-approach": "REDIRECT" }, body };
}

/** The guidelines let a bank warn, not refuse, when a redirect leaves the names of the certificate. */
function redirectWarnings(deps: PaymentDeps, { headers, tpp }: InitiationCall): TppMessageEntry[] {
  const named = [
    ["TPP-Redirect-URI", headers.redirectUri],
    ["TPP-Nok-Redirect-URI", headers.nokRedirectUri],
  ] as const;
  return named.flatMap(([path, uri]) =>
    uri === undefined || isRedirectOfTpp(uri, tpp.hosts, deps.redirectHosts)
      ? []
      : [{ category: "WARNING", code: "WARNING", path, text: "is not of a host that the certificate names" }],
  );
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
