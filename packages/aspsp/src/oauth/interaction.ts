import type { IncomingMessage, ServerResponse } from "node:http";
import { after, type Clock, type Db } from "@tallystick/kit";
import type { Provider } from "oidc-provider";
import type { OauthReturn, ScaEnding, ScaSubject } from "../sca-pages/ports.ts";
import type { Lifetimes } from "../standard/standard.ts";
import { lifetimes } from "./lifetimes.ts";
import { errors } from "./load.ts";
import { parseScope } from "./scope.ts";
import { bindGrant, findConsentEnd } from "./store/grants.ts";
import type { OauthTables } from "./store/tables.ts";
import { findVisit } from "./store/visits.ts";

export interface OpenInteraction {
  readonly uid: string;
  readonly clientId: string;
  readonly scope: string;
  readonly redirectUri: string;
}

export interface InteractionDeps {
  readonly db: Db<OauthTables>;
  readonly clock: Clock;
  readonly provider: Provider;
  readonly issuer: string;
  /** In which a consent's last day ends. */
  readonly timeZone: string;
  readonly consentLifetimes: Lifetimes;
}

/** A browser's request and the answer to it. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** The authorization request that this browser came with; undefined when it came otherwise, or it has run out. */
export async function findInteraction(
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<OpenInteraction | undefined> {
  try {
    const { uid, params } = await provider.interactionDetails(req, res);
    const text = (name: string) => (typeof params[name] === "string" ? params[name] : "");
    return { uid, clientId: text("client_id"), scope: text("scope"), redirectUri: text("redirect_uri") };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** The PSU agreed: a grant of its own for this request. Returns where the browser goes on. */
export async function grantInteraction(
  deps: InteractionDeps,
  on: Exchange & { interaction: OpenInteraction; psuId: string; consentId?: string },
): Promise<string> {
  const { clientId, scope } = on.interaction;
  const expiresIn = await grantLife(deps, scope, on.consentId);
  if (expiresIn < 1) return refuseInteraction(deps.provider, { ...on, description: notValid });
  const grant = new deps.provider.Grant({ accountId: on.psuId, clientId, expiresIn } as never);
  grant.addResourceScope(deps.issuer, scope);
  const grantId = await grant.save();
  if (on.consentId !== undefined) await bindGrant(deps.db, { grantId, consentId: on.consentId });
  return deps.provider.interactionResult(on.req, on.res, {
    login: { accountId: on.psuId, remember: false },
    consent: { grantId },
  });
}

const notValid = "the consent is not valid: it has ended, or others have to authorise it too";

/** Seconds; none when the consent that the grant would be for is not valid. */
async function grantLife(deps: InteractionDeps, scope: string, consentId: string | undefined): Promise<number> {
  const read = parseScope(scope);
  const longest = read.kind === "bound" && read.to === "payment" ? lifetimes.paymentGrant : lifetimes.grant;
  if (consentId === undefined) return longest;
  const end = await findConsentEnd(deps.db, {
    consentId,
    timeZone: deps.timeZone,
    lifetimes: deps.consentLifetimes,
  });
  if (end === undefined) return 0;
  const now = deps.clock.now();
  const { endsAt = after(now, longest * 1000) } = end;
  return Math.floor((endsAt.getTime() - now.getTime()) / 1000);
}

export async function refuseInteraction(provider: Provider, on: Exchange & { description: string }): Promise<string> {
  const result = { error: "access_denied", error_description: on.description };
  return provider.interactionResult(on.req, on.res, result, { mergeWithLastSubmission: false });
}

/** How the SCA pages hand a browser back that the authorization server sent there. */
export function createOauthReturn(deps: InteractionDeps): OauthReturn {
  const find = async ({ req, res }: Exchange, subject: ScaSubject) => {
    const interaction = await findInteraction(deps.provider, req, res);
    const visit = interaction === undefined ? undefined : await findVisit(deps, interaction.uid);
    return visit?.kind === subject.kind && visit.subjectId === subject.subjectId ? interaction : undefined;
  };
  return {
    redirectUriOf: async (req, res, subject) => (await find({ req, res }, subject))?.redirectUri,
    conclude: async (req, res, ending) => {
      const interaction = await find({ req, res }, ending);
      if (interaction === undefined) return undefined;
      const { psuId, kind, subjectId } = ending;
      if (ending.outcome === "authorised" && psuId !== undefined) {
        const consent = kind === "consent" ? { consentId: subjectId } : {};
        return grantInteraction(deps, { req, res, interaction, psuId, ...consent });
      }
      return refuseInteraction(deps.provider, { req, res, description: descriptions[ending.outcome] });
    },
  };
}

const descriptions: Readonly<Record<ScaEnding["outcome"], string>> = {
  authorised: "this is already finished",
  refused: "the account holder refused",
  too_many_attempts: "too many wrong attempts",
  expired: "it was not authorised in time",
  cancelled: "it was cancelled",
  wrong_confirmation: "the confirmation was wrong",
  superseded: "it has been decided otherwise already",
};
