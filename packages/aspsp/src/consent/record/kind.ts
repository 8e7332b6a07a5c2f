import type { AccountAccess, Violation } from "@tallystick/xs2a";
import type { ConsentKind } from "../../standard/standard.ts";

export type AccessMember = "accounts" | "balances" | "transactions";

const lists = ["accounts", "balances", "transactions"] as const satisfies readonly AccessMember[];
const generals = {
  allPsd2: "global",
  availableAccounts: "availableAccounts",
  availableAccountsWithBalance: "availableAccountsWithBalance",
} as const satisfies Partial<Record<keyof AccountAccess, ConsentKind>>;
type General = keyof typeof generals;

/** The lists of account references that are there, empty ones too. */
export function namedMembers(access: AccountAccess): AccessMember[] {
  return lists.filter((member) => access[member] !== undefined);
}

const fault = (path: string, text: string, code: Violation["code"] = "FORMAT_ERROR"): Violation => ({
  path: `access.${path}`.replace(/\.$/, ""),
  code,
  text,
});

/**
 * Which kind of consent the members make, or what is wrong with them (rule 22): filled lists name accounts (dedicated),
 * empty ones leave the choice to the PSU (bank-offered), `allPsd2` is global, the other two are lists of accounts alone.
 */
export function kindViolations(access: AccountAccess, offered: readonly ConsentKind[]): ConsentKind | Violation[] {
  const named = namedMembers(access);
  const filled = named.filter((member) => access[member]?.length !== 0);
  const [general, second] = (Object.keys(generals) as General[]).filter((member) => access[member] !== undefined);
  const violations: Violation[] = [];
  if (second !== undefined) violations.push(fault(second, `must not stand beside ${general}`));
  else if (general !== undefined && filled[0] !== undefined) {
    violations.push(fault(filled[0], `must be empty or absent beside ${general}`));
  } else if (filled.length > 0 && filled.length < named.length) {
    const empty = named.find((member) => !filled.includes(member)) ?? "";
    violations.push(fault(empty, `must not be empty beside ${filled[0]}`));
  } else if (general === undefined && named.length === 0) violations.push(nothingAskedFor(access));
  if (access.restrictedTo !== undefined && filled.length > 0) {
    violations.push(fault("restrictedTo", "must not stand beside named accounts"));
  }
  violations.push(...additionalFaults(access, { general, filled: filled.length > 0 }));
  if (violations.length > 0) return violations;
  const kind = general === undefined ? (filled.length > 0 ? "dedicated" : "bankOffered") : generals[general];
  if (offered.includes(kind)) return kind;
  return general === undefined
    ? [fault("", "asks for a kind of consent that the bank does not offer", "SERVICE_INVALID")]
    : [fault(general, "is not supported", "PARAMETER_NOT_SUPPORTED")];
}

function nothingAskedFor(access: AccountAccess): Violation {
  return access.additionalInformation === undefined
    ? fault("", "must say what is asked for")
    : fault("additionalInformation", "must stand beside accounts, balances or transactions");
}

/** Names of owners come with accounts; of which accounts, is no choice of its own at this bank. */
function additionalFaults(
  { additionalInformation }: AccountAccess,
  { general, filled }: { general: General | undefined; filled: boolean },
): Violation[] {
  if (additionalInformation === undefined) return [];
  if (general !== undefined) return [fault("additionalInformation", `must not stand beside ${general}`)];
  const members = ["ownerName", "trustedBeneficiaries"] as const;
  return members.flatMap((member) => {
    const path = `additionalInformation.${member}`;
    const isEmpty = additionalInformation[member]?.length === 0;
    if (additionalInformation[member] === undefined || isEmpty === !filled) return [];
    return [
      fault(path, filled ? "must not be empty beside named accounts" : "must be empty where no account is named"),
    ];
  });
}
