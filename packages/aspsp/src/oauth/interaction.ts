import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { OauthReturn, ScaEnding } from "../sca-pages/ports.ts";
import { errors } from "./load.ts";
import { parseScope } from "./scope.ts";

export interface OpenInteraction {
  readonly uid: string;
  readonly clientId: string;
  readonly scope: string;
  readonly redirectUri: string;
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
  provider: Provider,
  on: { req: IncomingMessage; res: ServerResponse; interaction: OpenInteraction; psuId: string; issuer: string },
): Promise<string> {
  const grant = new provider.Grant({ accountId: on.psuId, clientId: on.interaction.clientId });
  grant.addResourceScope(on.issuer, on.interaction.scope);
  const grantId = await grant.save();
  return provider.interactionResult(on.req, on.res, {
    login: { accountId: on.psuId, remember: false },
    consent: { grantId },
  });
}

export async function refuseInteraction(
  provider: Provider,
  on: { req: IncomingMessage; res: ServerResponse; description: string },
): Promise<string> {
  const result = { error: "access_denied", error_description: on.description };
  return provider.interactionResult(on.req, on.res, result, { mergeWithLastSubmission: false });
}

/** How the SCA pages hand a browser back that came with `PIS:<paymentId>`. */
export function createOauthReturn(provider: Provider, issuer: string): OauthReturn {
  const find = async (req: IncomingMessage, res: ServerResponse, subjectId: string) => {
    const interaction = await findInteraction(provider, req, res);
    const scope = parseScope(interaction?.scope);
    return scope.kind === "payment" && scope.paymentId === subjectId ? interaction : undefined;
  };
  return {
    redirectUriOf: async (req, res, subjectId) => (await find(req, res, subjectId))?.redirectUri,
    conclude: async (req, res, ending) => {
      const interaction = await find(req, res, ending.subjectId);
      if (interaction === undefined) return undefined;
      const { psuId } = ending;
      if (ending.outcome === "authorised" && psuId !== undefined) {
        return grantInteraction(provider, { req, res, interaction, psuId, issuer });
      }
      return refuseInteraction(provider, { req, res, description: descriptions[ending.outcome] });
    },
  };
}

const descriptions: Readonly<Record<ScaEnding["outcome"], string>> = {
  authorised: "the payment is already finished",
  refused: "the account holder refused",
  too_many_attempts: "too many wrong attempts",
  expired: "the payment was not authorised in time",
  cancelled: "the payment was cancelled",
  wrong_confirmation: "the confirmation was wrong",
};
