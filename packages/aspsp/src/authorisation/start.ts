import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { SubjectKind } from "./rules.ts";

export interface NewAuthorisation {
  readonly authorisationId: string;
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly tppId: string;
  readonly at: Date;
}

/** Opens the authorisation of a subject, in the transaction that stores or reads it. */
export async function startAuthorisation(tx: Tx<BankSchema>, start: NewAuthorisation): Promise<void> {
  await tx
    .insertInto("authorisation")
    .values({
      authorisation_id: start.authorisationId,
      subject_kind: start.kind,
      subject_id: start.subjectId,
      tpp_id: start.tppId,
      sca_status: "received",
      psu_id: null,
      psu_name: null,
      method_id: null,
      method_type: null,
      method_name: null,
      failure_reason: null,
      challenges: 0,
      created_at: start.at,
      changed_at: start.at,
    })
    .execute();
}
