import type { Tx } from "@tallystick/kit";
import { Xs2aError } from "@tallystick/xs2a";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import {
  listAuthorisations,
  readByTpp,
  startByTpp,
  updateByTpp,
  type AuthorisationResource,
  type ResourceUrls,
} from "../authorisation/resource.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { isCancellable } from "./execution/cancellable.ts";
import { requireOwnState, type PaymentCall } from "./record/find.ts";
import { lockPayment, type PaymentRow } from "./record/store.ts";
import { awaitsAuthorisation } from "./rules.ts";

/** The sub-resources of a payment, with the last part of their paths. */
const parts = { payment: "authorisations", cancellation: "cancellation-authorisations" } as const;
type Kind = keyof typeof parts;

/** A payment's authorisations of one kind, after the check that it is the caller's. */
async function resourceOf(
  deps: PaymentDeps,
  kind: Kind,
  call: PaymentCall,
): Promise<AuthorisationResource & ResourceUrls> {
  const { payment_id: subjectId } = await requireOwnState(deps, call);
  const { "payment-service": service, "payment-product": product } = call.params;
  const { standardUrl, pagesUrl } = deps;
  const url = `${standardUrl}/v1/${service}/${product}/${subjectId}/${parts[kind]}`;
  return { kind, subjectId, tppId: call.tpp.tppId, url, standardUrl, pagesUrl };
}

type ListId = "getPaymentInitiationAuthorisation" | "getPaymentInitiationCancellationAuthorisationInformation";

/** GET of the ids of a payment's authorisations. */
export async function listOf(
  deps: PaymentDeps,
  kind: Kind,
  call: Call<ListId>,
): Promise<Answer<"getPaymentInitiationAuthorisation">> {
  return { status: 200, body: await listAuthorisations(deps, await resourceOf(deps, kind, call)) };
}

type ReadId = "getPaymentInitiationScaStatus" | "getPaymentCancellationScaStatus";

/** GET of the scaStatus of one of a payment's authorisations, ended first when its time is over. */
export async function readScaStatus(
  deps: PaymentDeps,
  authorisation: AuthorisationDeps,
  kind: Kind,
  call: Call<ReadId>,
): Promise<Answer<"getPaymentInitiationScaStatus">> {
  const resource = await resourceOf(deps, kind, call);
  return { status: 200, body: await readByTpp(authorisation, resource, call.params.authorisationId) };
}

type StartId = "startPaymentAuthorisation" | "startPaymentInitiationCancellationAuthorisation";

/** POST of an authorisation: explicit start, a further signer, or another try of the PSU. */
export async function startOne(
  deps: PaymentDeps,
  authorisation: AuthorisationDeps,
  kind: Kind,
  call: Call<StartId>,
): Promise<Answer<"startPaymentAuthorisation">> {
  const resource = await resourceOf(deps, kind, call);
  const body = await startByTpp(authorisation, resource, call, async (tx) => {
    const row = await lockPayment(tx, resource.subjectId);
    if (row !== undefined && (await refusals[kind].isOpen(tx, row))) return;
    throw new Xs2aError({ code: "STATUS_INVALID", text: refusals[kind].text });
  });
  return { status: 201, headers: { "aspsp-sca-approach": "REDIRECT" }, body };
}

const refusals: Readonly<
  Record<Kind, { isOpen: (tx: Tx<BankSchema>, row: PaymentRow) => Promise<boolean>; text: string }>
> = {
  payment: {
    isOpen: async (_tx, row) => awaitsAuthorisation(row.status),
    text: "The payment awaits no authorisation any more.",
  },
  cancellation: {
    isOpen: isCancellable,
    text: "The payment is not one whose cancellation the account holder could authorise.",
  },
};

type UpdateId = "updatePaymentPsuData" | "updatePaymentCancellationPsuData";

/** PUT of an authorisation. */
export async function updateOne(
  deps: PaymentDeps,
  authorisation: AuthorisationDeps,
  kind: Kind,
  call: Call<UpdateId>,
): Promise<Answer<"updatePaymentPsuData">> {
  const resource = await resourceOf(deps, kind, call);
  const step = { authorisationId: call.params.authorisationId, body: call.body, headers: call.headers };
  return { status: 200, body: await updateByTpp(authorisation, resource, step) };
}
