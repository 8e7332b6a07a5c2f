import type { CategoryId } from "../taxonomy.ts";

/** A code or a pair by direction: what was paid out and what came in. */
type Meaning = CategoryId | readonly [paid: CategoryId, received: CategoryId];

/**
 * ISO 20022 bank transaction codes, `domain-family-subfamily`, that say what a line is about. An asterisk stands for
 * any family. Codes of a mere payment (PMNT-ICDT-ESCT, PMNT-CCRD-POSD ...) are left out: they decide nothing.
 */
const codes: Readonly<Record<string, Meaning>> = {
  "PMNT-RCDT-SALA": "income.salary",
  "PMNT-ICDT-SALA": "business.payroll",
  "PMNT-RCDT-XBSA": "income.salary",
  "PMNT-ICDT-XBSA": "business.payroll",
  "PMNT-CCRD-CWDL": "transfers.cash-withdrawal",
  "PMNT-CCRD-XBCW": "transfers.cash-withdrawal",
  "PMNT-CCRD-CDPT": "transfers.cash-deposit",
  "PMNT-CNTR-CWDL": "transfers.cash-withdrawal",
  "PMNT-CNTR-FCWD": "transfers.cash-withdrawal",
  "PMNT-CNTR-CDPT": "transfers.cash-deposit",
  "PMNT-CNTR-FCDP": "transfers.cash-deposit",
  "LDAS-MGLN-PPAY": "housing.mortgage",
  "LDAS-CSLN-PPAY": "finance.loan",
  "LDAS-FTLN-PPAY": "finance.loan",
  "LDAS-NTLN-PPAY": "finance.loan",
  "LDAS-FTDP-DPST": "transfers.savings",
  "LDAS-FTDP-RPMT": "transfers.savings",
  "LDAS-NTDP-DPST": "transfers.savings",
  "LDAS-NTDP-RPMT": "transfers.savings",
  "SECU-CUST-DVCA": "income.dividends",
  "SECU-SETT-TRAD": "transfers.investment",
  "SECU-SETT-SUBS": "transfers.investment",
  "SECU-SETT-REDM": "transfers.investment",
  "FORX-SPOT-OTHR": "transfers.exchange",
  "FORX-FWRD-OTHR": "transfers.exchange",
  "*-*-CHRG": "finance.bank-fees",
  "*-*-FEES": "finance.bank-fees",
  "*-*-COMM": "finance.bank-fees",
  "*-*-COME": "finance.bank-fees",
  "*-*-COMI": "finance.bank-fees",
  "*-*-COMT": "finance.bank-fees",
  "*-*-COAT": "transfers.own",
  "*-*-INTR": ["finance.interest", "income.interest"],
};

/** What a bank transaction code says of a line, by its direction; undefined when it names a mere way of paying. */
export function categoryOfBankTransactionCode(code: string, isDebit: boolean): CategoryId | undefined {
  const found = Object.hasOwn(codes, code) ? codes[code] : anyFamily(code);
  return typeof found === "object" ? found[isDebit ? 0 : 1] : found;
}

function anyFamily(code: string): Meaning | undefined {
  const [, , subfamily = "", ...more] = code.split("-");
  const wild = `*-*-${subfamily}`;
  return subfamily !== "*" && more.length === 0 && Object.hasOwn(codes, wild) ? codes[wild] : undefined;
}

/** All codes that mean a category, in either direction; `*` stands for any domain or family. */
export function bankTransactionCodesOf(category: CategoryId): string[] {
  return Object.entries(codes)
    .filter(([, meaning]) => meaning === category || (typeof meaning === "object" && meaning.includes(category)))
    .map(([code]) => code);
}
