import type { ConsentStatus } from "@tallystick/xs2a";
import { BankError, type BankErrorDetails } from "../client/bank-error.ts";
import type { ConsentBank, SuccessorInput } from "../patterns/consents/context.ts";

/** A bank that answers one X-Request-ID with one consent, however often it is asked, and shows what it was asked for. */
export interface ScriptedBank extends ConsentBank {
  readonly consents: Map<string, { status: ConsentStatus; validUntil: string }>;
  /** Operations in their order, `createConsent r-1`. */
  readonly calls: string[];
  readonly created: SuccessorInput[];
  /** The next calls of an operation fail with these, one each. */
  failNext(operation: keyof ConsentBank, ...failures: readonly unknown[]): void;
}

export function refusal(details: Partial<BankErrorDetails>): BankError {
  const outcome = (details.status ?? 500) >= 500 ? "unknown" : "refused";
  return new BankError("createConsent", { code: "unknown", requestId: "r", outcome, ...details });
}

export function createScriptedBank(prefix = "new"): ScriptedBank {
  const consents: ScriptedBank["consents"] = new Map();
  const byRequest = new Map<string, string>();
  const failures = new Map<string, unknown[]>();
  const [calls, created]: [string[], SuccessorInput[]] = [[], []];

  /** Lets others come between, as a network does. */
  async function called(operation: keyof ConsentBank, about: string): Promise<void> {
    calls.push(`${operation} ${about}`);
    await new Promise<void>((resolve) => setImmediate(resolve));
    const failure = failures.get(operation)?.shift();
    if (failure !== undefined) throw failure;
  }

  function known(consentId: string): { status: ConsentStatus; validUntil: string } {
    const consent = consents.get(consentId);
    if (consent === undefined) throw refusal({ code: "CONSENT_UNKNOWN", status: 403 });
    return consent;
  }

  return {
    consents,
    calls,
    created,
    failNext: (operation, ...next) => void failures.set(operation, [...(failures.get(operation) ?? []), ...next]),
    async createConsent(input) {
      await called("createConsent", input.requestId);
      const consentId = byRequest.get(input.requestId) ?? `${prefix}-${byRequest.size + 1}`;
      if (!byRequest.has(input.requestId)) {
        byRequest.set(input.requestId, consentId);
        consents.set(consentId, { status: "received", validUntil: input.validUntil });
        created.push(input);
      }
      return { consentId, scaRedirect: `https://bank.example/sca/${consentId}` };
    },
    async getConsentStatus({ consentId }) {
      await called("getConsentStatus", consentId);
      return { consentStatus: known(consentId).status };
    },
    async getConsent({ consentId }) {
      await called("getConsent", consentId);
      return { validUntil: known(consentId).validUntil };
    },
    async deleteConsent({ consentId }) {
      await called("deleteConsent", consentId);
      known(consentId).status = "terminatedByTpp";
    },
  };
}
