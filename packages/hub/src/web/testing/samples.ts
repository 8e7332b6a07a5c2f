import { assetPaths } from "../assets.ts";
import type { Locale } from "../catalogue/locale.ts";
import {
  endingCodes,
  type BankChoice,
  type EndingCode,
  type EndingStep,
  type Page,
  type Step,
} from "../views/model.ts";

export const sampleNow = new Date("2026-11-21T10:15:00Z");

const names: readonly (readonly [id: string, name: string, bic: string])[] = [
  ["rzb_ro", "Raiffeisen Bank Romania (sandbox)", "RZBRROBU"],
  ["bt_ro", "Banca Transilvania (sandbox)", "BTRLRO22"],
  ["cec_ro", "CEC Bank (sandbox)", "CECEROBU"],
  ["libra_ro", "Libra Internet Bank (sandbox)", "BRELROBU"],
];

export const sampleBanks: readonly BankChoice[] = names.map(([providerId, name, bic]) => ({
  providerId,
  name,
  bic,
  country: "RO",
}));

export const manyBanks: readonly BankChoice[] = [
  ...sampleBanks,
  ...Array.from({ length: 46 }, (_, index) => ({
    providerId: `bank${index}_ro`,
    name: `Banca Cooperatistă Numărul ${index}`,
    bic: "COOPROBU",
    country: "RO",
  })),
];

const inTrouble: readonly BankChoice[] = sampleBanks.map((bank, index) => {
  const since = new Date("2026-11-21T09:40:00Z");
  if (index === 1) return { ...bank, health: { status: "down", since } };
  return index === 2 ? { ...bank, health: { status: "degraded", since } } : bank;
});

const confirm = {
  step: "confirm",
  bank: sampleBanks[0]!,
  methods: [{ id: "domestic-ron-transfers", scheme: "domestic" }],
  methodId: "domestic-ron-transfers",
  debtor: { ask: "optional", value: "" },
  canChange: true,
} as const satisfies Step;

const can: Readonly<Partial<Record<EndingCode, EndingStep["can"]>>> = {
  refused_by_you: { again: "rzb_ro", otherBank: true },
  refused_by_bank: { again: "rzb_ro", otherBank: true },
  code_locked: { again: "rzb_ro", otherBank: true },
  bank_timeout: { again: "rzb_ro", otherBank: true },
  bank_down: { again: "rzb_ro", otherBank: true },
  bank_strange: { again: "rzb_ro", otherBank: true },
  other_device: { takeOver: true },
  not_finished: { continueUrl: "/pay/sample/go", leave: true },
};

const endings = endingCodes.map((code): readonly [string, Step] => [
  code,
  {
    step: "ending",
    code,
    bankName: "Raiffeisen Bank Romania (sandbox)",
    can: can[code] ?? {},
    ...(code === "link_expired" ? { at: new Date("2026-11-20T08:00:00Z") } : {}),
    ...(code === "refused_by_bank" ? { says: "Plata nu poate fi procesată pentru acest cont." } : {}),
  },
]);

const wait = { step: "wait", of: "asking", bankName: "Raiffeisen Bank Romania (sandbox)", waitedMs: 0 } as const;

/** Every step by name, each as it really occurs. */
export const sampleSteps: Readonly<Record<string, Step>> = {
  choose: { step: "choose", query: "", banks: sampleBanks, all: true },
  choose_trouble: { step: "choose", query: "", banks: inTrouble, all: true },
  choose_many: { step: "choose", query: "", banks: manyBanks, all: true },
  choose_found: { step: "choose", query: "transylv", banks: [sampleBanks[1]!], all: false },
  choose_none: { step: "choose", query: "Barclays", banks: [], all: false },
  choose_no_banks: { step: "choose", query: "", banks: [], all: true },
  confirm,
  confirm_error: { ...confirm, debtor: { ask: "optional", value: "RO49 AAAA 1B31", error: "invalid" } },
  confirm_given: { ...confirm, debtor: { ask: "given", masked: "RO03…9999" }, canChange: false },
  confirm_methods: {
    ...confirm,
    bank: inTrouble[1]!,
    methods: [
      { id: "instant-sepa-credit-transfers", scheme: "instant" },
      { id: "sepa-credit-transfers", scheme: "sepa" },
    ],
    methodId: "instant-sepa-credit-transfers",
    debtor: { ask: "required", value: "" },
  },
  go: { step: "go", bankName: "Raiffeisen Bank Romania (sandbox)", url: "https://bank.test/sca/1" },
  wait_sending: { ...wait, of: "sending" },
  wait,
  wait_slow: { ...wait, waitedMs: 12_000 },
  wait_long: { ...wait, waitedMs: 61_000 },
  ...Object.fromEntries(endings),
};

const bare: ReadonlySet<string> = new Set(["unknown_link", "form_refused", "too_many", "our_fault"]);
const followed: ReadonlySet<string> = new Set(["other_device", "not_finished", "go"]);

export function samplePage(name: string, change: { locale?: Locale; page?: Partial<Page> } = {}): Page {
  const step = sampleSteps[name];
  if (step === undefined) throw new Error(`no sample ${name}`);
  const shared: Page = {
    locale: change.locale ?? "en",
    now: sampleNow,
    assets: assetPaths,
    test: true,
    canCancel: false,
    step,
    ...change.page,
  };
  if (bare.has(name)) return shared;
  const form = step.step === "choose" || step.step === "confirm";
  return {
    path: "/pay/Zm9vYmFyYmF6cXV4Zm9vYg",
    summary: {
      merchant: "Casa Verde",
      money: { amount: "12.50", currency: "RON" },
      payee: "Casa Verde Florărie SRL",
      payeeIban: "RO10RZBR0000069999999970",
      description: "Order 1001",
    },
    formToken: "token",
    state: "started.2.open.none",
    ...(form ? { qrPath: "/links/Zm9vYmFyYmF6cXV4Zm9vYg/qr.svg" } : {}),
    ...(form || followed.has(name) ? {} : { returnUrl: "https://shop.test/done?link_id=1&status=completed" }),
    ...shared,
    canCancel: form || name === "not_finished",
  };
}

/** The hardest names that still occur (pages.md section 4). */
export const hardPage: Partial<Page> = {
  summary: {
    merchant: "Întreprinderea Individuală Maria-Magdalena Constantinescu-Dobrogeanu și Asociații",
    money: { amount: "123456789012.50", currency: "RON" },
    payee: "شركة التجارة والاستثمار المحدودة Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    payeeIban: "LT427300010000000001",
    description:
      "Factura 2026/00012345 pentru lucrări de întreținere și reparații, luna noiembrie, conform contractului nr. 77/2024 și actului adițional 3 bis.",
    reference: "RF18539007547034",
    items: [
      { name: "Buchet mare de trandafiri roșii cu livrare la domiciliu", quantity: 2, unitPrice: "1234.50" },
      { name: "Felicitare", quantity: 1, unitPrice: "9.00" },
    ],
  },
};
