import type { Bank } from "../connector/connector.ts";

/** Letters without marks, in small letters, without what separates words. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a bank is meant by what somebody typed: part of its name or another name of it, its BIC, an IBAN that it keeps. */
export function matchesSearch(bank: Bank, typed: string): boolean {
  const wanted = plain(typed);
  if (wanted === "") return true;
  if (keepsIban(bank, wanted.toUpperCase())) return true;
  return [bank.name, bank.bic, bank.providerId, ...bank.aliases].some((name) => plain(name).includes(wanted));
}

/** Whether an IBAN, without blanks and in capitals, is of this bank; its country and bank code are enough. */
export function keepsIban(bank: Bank, iban: string): boolean {
  if (!iban.startsWith(bank.country) || iban.length < 8) return false;
  return bank.ibanBankCodes.some((code) => iban.startsWith(code, 4));
}
