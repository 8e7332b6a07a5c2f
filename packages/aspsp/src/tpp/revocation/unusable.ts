/** A revocation list or answer that must not be believed, with the reason for the log. */
export class Unusable extends Error {
  override readonly name = "Unusable";
}

/** Clocks of authorities may run ahead of ours by that much. */
const skewMs = 5 * 60_000;

/** When the status was made and until when it holds. */
export interface Dated {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

/** Throws Unusable for a status of the future and for one that no longer holds. */
export function requireCurrent({ thisUpdate, nextUpdate }: Dated, now: Date): void {
  if (thisUpdate.getTime() > now.getTime() + skewMs) throw new Unusable("is of the future");
  if (!(nextUpdate >= now)) throw new Unusable("no longer holds");
}

/** As `X509Certificate.serialNumber` writes it: capital hexadecimal digits without leading zeros. */
export function serialText(integer: ArrayBuffer): string {
  return Buffer.from(integer)
    .toString("hex")
    .toUpperCase()
    .replace(/^(00)+(?=..)/, "");
}
