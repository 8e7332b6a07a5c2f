import type {
  CoreBanking,
  ExecutableOrder,
  ExecutionOutcome,
  PaymentAccount,
  PaymentCheck,
  PaymentOrder,
  ScaMessage,
  ScaMethod,
} from "../spi/spi.ts";
import { FakeAccountData, type FakeHolder } from "./fake-account-data.ts";

export interface FakePsu extends FakeHolder {
  readonly login: string;
  readonly secret: string;
  readonly name: string;
  readonly methods: readonly ScaMethod[];
  readonly pin?: string;
}

export const method = {
  code: { methodId: "phone", type: "code", name: "Code to the phone" },
  push: { methodId: "app", type: "push", name: "Approve on the phone" },
  pin: { methodId: "pin", type: "static_pin", name: "Pin" },
} as const satisfies Record<string, ScaMethod>;

export const alice: FakePsu = {
  login: "alice",
  secret: "alice-secret",
  psuId: "psu-alice",
  name: "Alice Example",
  methods: [method.code, method.push, method.pin],
  pin: "1234567",
  accounts: [
    account("a-ron", "RO03RZBR0000069999999999", "RON", 100_000n),
    account("a-eur", "RO49AAAA1B31007593840000", "EUR", 50_000n),
  ],
};

export const bob: FakePsu = {
  login: "bob",
  secret: "bob-secret",
  psuId: "psu-bob",
  name: "Bob Example",
  methods: [method.code],
  accounts: [account("b-ron", "RO10RZBR0000069999999970", "RON", 100_000n)],
};

/** Two PSUs whose account takes the signatures of both. */
const shared: PaymentAccount = { ...account("s-ron", "RO80RZBR0000069999999971", "RON", 100_000n), signatures: 2 };
export const carol: FakePsu = {
  login: "carol",
  secret: "carol-secret",
  psuId: "psu-carol",
  name: "Carol Example",
  methods: [method.code, method.pin],
  pin: "1234567",
  accounts: [shared, account("c-ron", "RO53RZBR0000069999999972", "RON", 100_000n)],
};
export const dan: FakePsu = { ...carol, login: "dan", secret: "dan-secret", psuId: "psu-dan", accounts: [shared] };
/** A third holder, whose signature is not needed where two others have signed. */
export const erin: FakePsu = { ...dan, login: "erin", secret: "erin-secret", psuId: "psu-erin" };

function account(accountId: string, iban: string, currency: string, available: bigint): PaymentAccount {
  return { accountId, iban, currency, name: "Current account", ownerName: "Owner", available };
}

/** Core banking in memory, for tests alone: it counts what it was asked and never moves anything by itself. */
export class FakeCoreBanking extends FakeAccountData implements CoreBanking {
  readonly messages: ScaMessage[] = [];
  /** One entry per call of `execute`. */
  readonly executions: ExecutableOrder[] = [];
  /** One entry per execution id: what was booked. */
  readonly booked = new Map<string, ExecutionOutcome>();
  authentications = 0;
  pinChecks = 0;
  outcome: ExecutionOutcome = { status: "ACSC" };
  /** For orders with an outcome of their own. */
  outcomeOf: (order: ExecutableOrder) => ExecutionOutcome | undefined = () => undefined;
  /** Makes the next calls of that name fail. */
  failing = new Set<"execute" | "deliver" | "checkPayment">();
  refused: PaymentCheck = { ok: true };
  readonly #psus: readonly FakePsu[];

  constructor(psus: readonly FakePsu[] = [alice, bob, carol, dan, erin]) {
    super(psus);
    this.#psus = psus;
  }

  async authenticatePsu(login: string, secret: string) {
    this.authentications++;
    const psu = this.#psus.find((one) => one.login === login && one.secret === secret);
    return psu === undefined ? undefined : { psuId: psu.psuId, name: psu.name };
  }

  async scaMethods(psuId: string): Promise<readonly ScaMethod[]> {
    return this.#of(psuId)?.methods ?? [];
  }

  async verifyStaticPin(psuId: string, methodId: string, pin: string): Promise<boolean> {
    this.pinChecks++;
    return methodId === method.pin.methodId && this.#of(psuId)?.pin === pin;
  }

  async deliver(message: ScaMessage): Promise<void> {
    if (this.failing.has("deliver")) throw new Error("no delivery");
    this.messages.push(message);
  }

  async accounts(psuId: string): Promise<readonly PaymentAccount[]> {
    return this.#of(psuId)?.accounts ?? [];
  }

  async checkPayment({ debtorIban }: PaymentOrder): Promise<PaymentCheck> {
    if (this.failing.has("checkPayment")) throw new Error("core banking is away");
    return this.refused.ok && debtorIban === shared.iban ? { ok: true, signatures: 2 } : this.refused;
  }

  async execute(order: ExecutableOrder): Promise<ExecutionOutcome> {
    if (this.failing.has("execute")) throw new Error("core banking is away");
    this.executions.push(order);
    const first = this.booked.get(order.executionId);
    if (first !== undefined && first.status !== "ACSP") return first;
    const outcome = this.outcomeOf(order) ?? this.outcome;
    this.booked.set(order.executionId, outcome);
    return outcome;
  }

  /** The newest code that reached the PSU. */
  lastCode(): string {
    return this.messages.findLast((message) => message.kind === "code")?.code ?? "";
  }

  #of(psuId: string): FakePsu | undefined {
    return this.#psus.find((one) => one.psuId === psuId);
  }
}
