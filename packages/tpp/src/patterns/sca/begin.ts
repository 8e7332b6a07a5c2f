import type { PaymentService } from "@tallystick/xs2a";
import type { CreatedConsent } from "../../client/operations/consents.ts";
import type { InitiatedPayment } from "../../client/operations/payments.ts";
import { beginAuthorization } from "../../oauth/authorize.ts";
import { createState } from "./browser.ts";
import { oauthContext, type ScaContext } from "./context.ts";
import type { ScaSubject } from "./outcome.ts";
import type { PendingExchange } from "./store.ts";

export interface BeginInput<Created extends CreatedConsent | InitiatedPayment> {
  /** `browserHashOf` the cookie of the browser that asks for this. */
  readonly browserHash: string;
  /** Where the browser comes back: the address whose handler calls `finish`. */
  readonly redirectUri: string;
  /** By the bank's page (`scaRedirect`) or by its authorization server (`scaOAuth`); default redirect. */
  readonly way?: "redirect" | "oauth";
  /** Creates the consent or payment with this as its `redirectUri`. */
  readonly create: (redirectUri: string) => Promise<Created>;
  /** Of a payment, as it was created. */
  readonly service?: PaymentService;
  readonly product?: string;
}

export type ScaStart<Created> =
  /** Send the browser to `url`. */
  | { readonly outcome: "redirect"; readonly url: string; readonly state: string; readonly created: Created }
  /** The bank does not offer this way; `created` has the links that it does offer, none where nothing is to be authorised. */
  | { readonly outcome: "not_offered"; readonly created: Created };

/** Creates what is to be authorised and keeps what must be known when the browser comes back. */
export async function beginFlow<Created extends CreatedConsent | InitiatedPayment>(
  context: ScaContext,
  input: BeginInput<Created>,
): Promise<ScaStart<Created>> {
  const { browserHash, redirectUri, way = "redirect", create, service, product } = input;
  const state = createState();
  const back = new URL(redirectUri);
  // An authorization server brings the state back by itself, and compares the address with what it knows.
  if (way === "redirect") back.searchParams.set("state", state);
  const created = await create(back.href);
  const link = way === "oauth" ? created.scaOAuth : created.scaRedirect;
  if (link === undefined) return { outcome: "not_offered", created };
  const pending =
    way === "oauth" ? await pendingExchange(context, { created, link, state, redirectUri: back.href }) : undefined;
  const subject: ScaSubject =
    "consentId" in created
      ? { kind: "consent", consentId: created.consentId }
      : { kind: "payment", paymentId: created.paymentId, service, product };
  await context.store.replace(0, {
    state,
    browserHash,
    subject,
    confirmsAuthorisationId: created.confirmsAuthorisationId,
    confirmationRequestId: globalThis.crypto.randomUUID(),
    oauth: pending?.kept,
    expiresAt: new Date(context.clock.now().getTime() + context.lifetimeMs).toISOString(),
    claimedUntil: undefined,
    ended: undefined,
  });
  return { outcome: "redirect", url: pending?.url ?? link, state, created };
}

async function pendingExchange(
  context: ScaContext,
  {
    created,
    link,
    state,
    redirectUri,
  }: Readonly<Record<"link" | "state" | "redirectUri", string>> & {
    readonly created: CreatedConsent | InitiatedPayment;
  },
): Promise<{ readonly url: string; readonly kept: PendingExchange }> {
  const oauth = await oauthContext(context, link);
  const { url, codeVerifier } = await beginAuthorization(oauth, { scope: created.oauthScope, redirectUri, state });
  return { url, kept: { metadataUrl: link, codeVerifier, redirectUri, code: "awaited" } };
}
