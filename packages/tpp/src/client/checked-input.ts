import { isMembers } from "../dialect/members.ts";
import { notSent } from "./call.ts";

/** Operations that reject with BankError `bad_input` what they could not even begin with. */
export function checkingInput<Operations extends object>(operations: Operations): Operations {
  const checked = Object.entries(operations).map(([name, operation]: [string, (input: unknown) => unknown]) => [
    name,
    async (input: unknown) => {
      checkInput(name, input);
      return operation(input);
    },
  ]);
  return Object.fromEntries(checked) as Operations;
}

/** What every call may carry. Throws BankError `bad_input` with the member's path; "input" is the whole of it. */
export function checkInput(operation: string, input: unknown): void {
  const path = isMembers(input) ? wrongMember(input) : "input";
  if (path === undefined) return;
  const requestId =
    isMembers(input) && isUuid(input["requestId"]) ? input["requestId"] : globalThis.crypto.randomUUID();
  throw notSent(operation, "bad_input", { requestId, path });
}

function wrongMember({ requestId, psu, accessToken, signal }: Readonly<Record<string, unknown>>): string | undefined {
  if (requestId !== undefined && !isUuid(requestId)) return "requestId";
  if (psu !== undefined && !isMembers(psu)) return "psu";
  if (accessToken !== undefined && typeof accessToken !== "string") return "accessToken";
  return signal === undefined || signal instanceof AbortSignal ? undefined : "signal";
}

function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value);
}
