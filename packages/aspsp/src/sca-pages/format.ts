import { dateOf, formatAmount, formatIban } from "@tallystick/xs2a";

/** "1 234 567.80 RON": five and more digits are grouped, and nothing can wrap inside a figure. */
export function showAmount({ amount, currency }: { readonly amount: string; readonly currency: string }): string {
  const [whole = "", fraction] = amount.split(".");
  const grouped = whole.replace("-", "").length < 5 ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${grouped}${fraction === undefined ? "" : `.${fraction}`}\u00a0${currency}`;
}

/** An account's balance comes as minor units. */
export function showMinor(minor: bigint, currency: string): string {
  return showAmount({ amount: formatAmount(minor, currency), currency }).replace("-", "\u2212");
}

/** In full, in groups of four. */
export function showIban(iban: string): string {
  return formatIban(iban);
}

/** Whole minutes until then, at least one. */
export function showMinutesUntil(instant: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** "2026-12-01 10:00", as the bank's clocks say. */
export function showInstant(instant: Date, timeZone = "UTC"): string {
  const time = instant.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  return `${dateOf(instant, timeZone)} ${time}`;
}
