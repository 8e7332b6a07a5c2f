// Keeps the limits of all banks, whoever calls, and says how things stand.
import {
  createBankClient,
  createRateLimits,
  retryingRequest,
  type BankClient,
  type HttpRequest,
  type RateLimits,
} from "@tallystick/tpp";

/** One for the whole program: it counts per bank and certificate. */
export const limits = createRateLimits();

export function connect(bank: string, baseUrl: string, request: HttpRequest, fingerprint: string): BankClient {
  const limited = limits.around(request, { bank, certificate: fingerprint });
  // Outside, so that each try waits for its turn too.
  return createBankClient({ baseUrl, request: retryingRequest(limited) });
}

export function report({ getStatus }: RateLimits): string {
  return getStatus()
    .map(({ text }) => text)
    .join("\n");
}
