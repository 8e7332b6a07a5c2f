import type { IncomingMessage, ServerResponse } from "node:http";
import type { FailureReason, SubjectKind } from "../authorisation/rules.ts";

/** What an SCA was about. */
export interface ScaSubject {
  readonly kind: SubjectKind;
  readonly subjectId: string;
}

/** How an SCA ended, for whoever sent the browser here. */
export interface ScaEnding extends ScaSubject {
  readonly outcome: "authorised" | FailureReason;
  /** The PSU of the session; absent when the browser is nobody's, and then nothing is granted. */
  readonly psuId?: string;
}

/** Implemented by the authorization server: a browser that came from it goes back to it, not to TPP-Redirect-URI. */
export interface OauthReturn {
  /** Where the browser goes on; undefined when it did not come from the authorization server. */
  conclude(req: IncomingMessage, res: ServerResponse, ending: ScaEnding): Promise<string | undefined>;
  /** The redirect_uri at which it will end up; undefined as above. */
  redirectUriOf(req: IncomingMessage, res: ServerResponse, subject: ScaSubject): Promise<string | undefined>;
}
