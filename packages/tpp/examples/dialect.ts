// A bank that answers in a way of its own, put into words once and read as any other.
import { createBankClient, fiducia, type BankClient, type Dialect, type HttpRequest } from "@tallystick/tpp";

/** What the group does, and what this bank of it does besides. */
export const ourBank: Partial<Dialect> = {
  ...fiducia,
  extraHeaders: { "x-api-key": "from the bank's developer portal" },
  dates: { form: "date-time", timeZone: "Europe/Berlin" },
  transactionMembers: { purpose: "remittanceInformationUnstructured", "payee.name": "creditorName" },
  errorCodes: { CONSENT_GONE: "CONSENT_EXPIRED" },
};

export function connect(request: HttpRequest): BankClient {
  return createBankClient({ baseUrl: "https://bank.example/xs2a", request, dialect: ourBank });
}
