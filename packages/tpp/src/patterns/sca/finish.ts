import { BankError } from "../../client/bank-error.ts";
import { finishAuthorization } from "../../oauth/authorize.ts";
import { OAuthError } from "../../oauth/oauth-error.ts";
import { storeTokens } from "../../oauth/token-source.ts";
import { askBank, referenceOf } from "./bank-result.ts";
import { oauthContext, type ScaContext } from "./context.ts";
import type { ScaOutcome, ScaSubject } from "./outcome.ts";
import type { PendingExchange, ScaFlow, VersionedFlow } from "./store.ts";

export interface FinishInput {
  /** The whole address at which the browser came back. */
  readonly callbackUrl: string;
  /** `browserHashOf` the cookie that came with it; undefined when none came. */
  readonly browserHash: string | undefined;
}

/** Longer than a callback's calls to the bank take; after it a flow whose process died may be gone on with. */
const claimMs = 60_000;
const lookAgainMs = 200;

/** Answers one callback. Throws BankError or OAuthError when the bank could not be asked: the callback may be repeated. */
export async function finishFlow(context: ScaContext, { callbackUrl, browserHash }: FinishInput): Promise<ScaOutcome> {
  const callback = new URL(callbackUrl);
  const [state = "", ...more] = callback.searchParams.getAll("state");
  if (more.length > 0) return { outcome: "unknown" };
  for (;;) {
    const found = await context.store.read(state);
    if (found === undefined) return { outcome: "unknown" };
    const { flow } = found;
    if (flow.browserHash !== browserHash) return { outcome: "other_browser" };
    if (flow.ended !== undefined) return flow.ended;
    const now = context.clock.now().getTime();
    if (now >= Date.parse(flow.expiresAt)) return late(context, flow);
    if (flow.claimedUntil !== undefined && now < Date.parse(flow.claimedUntil)) {
      await context.sleep(lookAgainMs);
      continue;
    }
    const claimed: ScaFlow = { ...flow, claimedUntil: new Date(now + claimMs).toISOString() };
    if (await context.store.replace(found.version, claimed)) {
      return answer(context, { version: found.version + 1, flow: claimed }, callback);
    }
  }
}

async function late(context: ScaContext, { subject, confirmsAuthorisationId }: ScaFlow): Promise<ScaOutcome> {
  const authorisationId = confirmsAuthorisationId;
  return {
    outcome: "late",
    subject,
    result: await askBank(context.client, { subject, authorisationId, accessToken: undefined }),
  };
}

/** With the claim. Whatever happens, it is given back. */
async function answer(context: ScaContext, claimed: VersionedFlow, callback: URL): Promise<ScaOutcome> {
  let at = claimed;
  const keep = async (flow: ScaFlow): Promise<void> => {
    // Only a claim that has lapsed can have been taken: then the other one's word counts.
    if (!(await context.store.replace(at.version, flow))) throw new Error("another process has taken this flow over");
    at = { version: at.version + 1, flow };
  };
  try {
    const outcome = await outcomeOf(context, at.flow, callback, keep);
    const ended = outcome.outcome === "pending" ? undefined : outcome;
    await keep({ ...at.flow, claimedUntil: undefined, ended });
    return outcome;
  } catch (error) {
    await context.store.replace(at.version, { ...at.flow, claimedUntil: undefined });
    throw error;
  }
}

type Keep = (flow: ScaFlow) => Promise<void>;

async function outcomeOf(context: ScaContext, flow: ScaFlow, callback: URL, keep: Keep): Promise<ScaOutcome> {
  const { subject, oauth } = flow;
  const exchanged = oauth === undefined ? undefined : await exchangeOnce(context, flow, oauth, callback, keep);
  if (exchanged?.kind === "failed") return { outcome: "failed", subject, code: exchanged.code };
  if (oauth === undefined) await confirm(context, flow, callback);
  const accessToken = exchanged?.kind === "tokens" ? exchanged.accessToken : undefined;
  const { verdict, status, scaStatus } = await askBank(context.client, {
    subject,
    authorisationId: flow.confirmsAuthorisationId,
    accessToken,
  });
  const told = { subject, status, scaStatus };
  if (exchanged?.kind === "denied") return { ...told, outcome: "refused" };
  if (verdict !== "authorised") return { ...told, outcome: verdict };
  // Without its token an authorised consent is of no use: the browser has yet to bring the code.
  if (exchanged?.kind === "awaited") return { ...told, outcome: "pending" };
  return { ...told, outcome: "authorised", tokenKey: oauth && tokenKeyOf(context, subject) };
}

type Exchanged =
  | { readonly kind: "tokens"; readonly accessToken: string }
  /** This callback brought neither a code nor an error. */
  | { readonly kind: "awaited" }
  | { readonly kind: "denied" }
  | { readonly kind: "failed"; readonly code: Extract<ScaOutcome, { outcome: "failed" }>["code"] };

/** The code is marked as sent before it is: a second use of it may end what the first has brought. */
async function exchangeOnce(
  context: ScaContext,
  flow: ScaFlow,
  oauth: PendingExchange,
  callback: URL,
  keep: Keep,
): Promise<Exchanged> {
  const tokenKey = tokenKeyOf(context, flow.subject);
  const tokens = context.oauth?.tokens;
  if (tokens === undefined) throw new TypeError("a flow by OAuth needs the option oauth");
  if (oauth.code === "sent") {
    const stored = await tokens.read(tokenKey);
    if (stored === undefined) return { kind: "failed", code: "exchange_lost" };
    return { kind: "tokens", accessToken: stored.tokens.accessToken };
  }
  if (!callback.searchParams.has("code") && !callback.searchParams.has("error")) return { kind: "awaited" };
  const server = await oauthContext(context, oauth.metadataUrl);
  await keep({ ...flow, oauth: { ...oauth, code: "sent" } });
  try {
    const pending = { ...oauth, state: flow.state };
    const fresh = await finishAuthorization(server, pending, callback.href);
    await storeTokens(tokens, tokenKey, fresh, context.clock);
    return { kind: "tokens", accessToken: fresh.accessToken };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return error.code === "access_denied" ? { kind: "denied" } : { kind: "failed", code: error.code };
  }
}

function tokenKeyOf({ bankId }: ScaContext, subject: ScaSubject): string {
  return `${bankId}/${subject.kind === "consent" ? subject.consentId : subject.paymentId}`;
}

/** Hands the redirect's code to the bank. A code that it refuses shows in the result that is asked for next. */
async function confirm({ client }: ScaContext, flow: ScaFlow, callback: URL): Promise<void> {
  const { subject, confirmsAuthorisationId: authorisationId, confirmationRequestId: requestId } = flow;
  const confirmationCode = callback.searchParams.get("confirmationCode");
  if (authorisationId === undefined || confirmationCode === null) return;
  const input = { authorisationId, confirmationCode, requestId };
  try {
    if (subject.kind === "consent") await client.confirmConsent({ ...input, consentId: subject.consentId });
    else await client.confirmPayment({ ...input, ...referenceOf(subject) });
  } catch (error) {
    if (!(error instanceof BankError) || error.outcome !== "refused") throw error;
  }
}
