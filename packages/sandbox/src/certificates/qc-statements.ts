import type { Psd2Role } from "@tallystick/xs2a";
import { derIa5String, derObjectIdentifier, derPrintableString, derSequence, derUtf8String } from "./der.ts";

/** The extension that carries the statements (RFC 3739, 3.2.6). */
export const qcStatementsOid = "1.3.6.1.5.5.7.1.3";

/** TS 119 495, 5.1: each role is an OID together with its own name. */
export const roleOids: Readonly<Record<Psd2Role, string>> = {
  PSP_AS: "0.4.0.19495.1.1",
  PSP_PI: "0.4.0.19495.1.2",
  PSP_AI: "0.4.0.19495.1.3",
  PSP_IC: "0.4.0.19495.1.4",
};

/** EN 319 412-5, 4.2.3: what kind of certificate this is. */
export const qcTypeOids = { sign: "0.4.0.1862.1.6.1", seal: "0.4.0.1862.1.6.2", web: "0.4.0.1862.1.6.3" } as const;

export interface Psd2Statement {
  readonly roles: readonly Psd2Role[];
  readonly ncaName: string;
  /** Country and authority, `LT-BOL`. */
  readonly ncaId: string;
  readonly qcType: keyof typeof qcTypeOids;
}

/** DER of the whole extension: QcCompliance, QcType, QcEuPDS and the PSD2 statement (TS 119 495, 5.1 and 5.3). */
export function encodeQcStatements(statement: Psd2Statement): Uint8Array {
  return derSequence(
    derSequence(derObjectIdentifier("0.4.0.1862.1.1")),
    derSequence(derObjectIdentifier("0.4.0.1862.1.6"), derSequence(derObjectIdentifier(qcTypeOids[statement.qcType]))),
    derSequence(
      derObjectIdentifier("0.4.0.1862.1.5"),
      derSequence(derSequence(derIa5String("https://ca.tallystick.example/disclosure.pdf"), derPrintableString("en"))),
    ),
    derSequence(
      derObjectIdentifier("0.4.0.19495.2"),
      derSequence(
        derSequence(
          ...statement.roles.map((role) => derSequence(derObjectIdentifier(roleOids[role]), derUtf8String(role))),
        ),
        derUtf8String(statement.ncaName),
        derUtf8String(statement.ncaId),
      ),
    ),
  );
}
