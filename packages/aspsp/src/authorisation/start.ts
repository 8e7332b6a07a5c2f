import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { SubjectKind } from "./rules.ts";

export interface NewAuthorisation {
  readonly authorisationId: string;
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly tppId: string;
  readonly at: Date;
  /** The PSU-ID that the TPP named. */
  readonly psuHint?: string | undefined;
  /** Only where they differ from the subject's. */
  readonly redirectUri?: string | undefined;
  readonly nokRedirectUri?: string | undefined;
}

/** Opens an authorisation of a subject, in the transaction that stores or reads it. */
export async function startAuthorisation(tx: Tx<BankSchema>, start: NewAuthorisation): Promise<void> {
  await tx
    .insertInto("authorisation")
    .values({
      authorisation_id: start.authorisationId,
      subject_kind: start.kind,
      subject_id: start.subjectId,
      tpp_id: start.tppId,
      sca_status: start.psuHint === undefined ? "received" : "psuIdentified",
      psu_id: null,
      psu_name: null,
      method_id: null,
      method_type: null,
      method_name: null,
      failure_reason: null,
      challenges: 0,
      psu_hint: start.psuHint ?? null,
      redirect_uri: start.redirectUri ?? null,
      nok_redirect_uri: start.nokRedirectUri ?? null,
      link_hash: null,
      confirmation_hash: null,
      created_at: start.at,
      changed_at: start.at,
    })
    .execute();
}
