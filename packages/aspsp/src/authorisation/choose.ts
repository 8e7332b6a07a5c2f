import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { AuthorisationDeps } from "./deps.ts";
import { inTurn, Unable } from "./in-turn.ts";
import type { ChooseAccountsOutcome, ChooseMethodOutcome, Unavailable } from "./outcomes.ts";
import { hasEnded } from "./rules.ts";
import { lockAuthorisation, type AuthorisationRow } from "./store.ts";
import { choosable, viewAuthorisation, type AuthorisationView } from "./view.ts";

/** The PSU picks the account to pay from, or the accounts to be seen; possible until a challenge has been started. */
export async function chooseAccounts(
  deps: AuthorisationDeps,
  input: { authorisationId: string; psuId: string; accountIds: readonly string[] },
): Promise<ChooseAccountsOutcome> {
  const view = await viewOf(deps, input);
  if ("kind" in view) return view;
  const { subject } = view;
  if (subject.choice === undefined) return { kind: "out_of_order" };
  const offered = choosable(await deps.spi.accounts(input.psuId), subject);
  const accounts = offered.filter(({ accountId }) => input.accountIds.includes(accountId));
  const wanted = new Set(input.accountIds).size;
  if (accounts.length === 0 || accounts.length !== wanted) return { kind: "not_offered" };
  if (subject.choice.of === "debtor" && accounts.length !== 1) return { kind: "not_offered" };
  return inTurn(deps, async (tx) => {
    const chosen = await deps.subjects[subject.kind].chooseAccounts(tx, { subjectId: subject.subjectId, accounts });
    await requireStep(tx, input);
    if (!chosen) throw new Unable({ kind: "out_of_order" });
    return { kind: "chosen" };
  });
}

/** The PSU picks how to authenticate; may be changed until a challenge has been started. */
export async function chooseMethod(
  deps: AuthorisationDeps,
  input: { authorisationId: string; psuId: string; methodId: string },
): Promise<ChooseMethodOutcome> {
  const view = await viewOf(deps, input);
  if ("kind" in view) return view;
  if (view.subject.choice?.made === false) return { kind: "accounts_missing" };
  const method = (await deps.spi.scaMethods(input.psuId)).find((one) => one.methodId === input.methodId);
  if (method === undefined) return { kind: "not_offered" };
  return inTurn(deps, async (tx) => {
    await requireStep(tx, input);
    await tx
      .updateTable("authorisation")
      .set({
        sca_status: "scaMethodSelected",
        method_id: method.methodId,
        method_type: method.type,
        method_name: method.name,
        changed_at: deps.clock.now(),
      })
      .where("authorisation_id", "=", input.authorisationId)
      .where("sca_status", "in", ["psuAuthenticated", "scaMethodSelected"])
      .execute();
    return { kind: "chosen" };
  });
}

type Key = { authorisationId: string; psuId: string };

async function viewOf(deps: AuthorisationDeps, key: Key): Promise<AuthorisationView | Unavailable> {
  const view = await viewAuthorisation(deps, key);
  if (view === undefined) return { kind: "unknown" };
  if (view.step === "ended") return { kind: "ended" };
  if (view.psuId !== key.psuId) return { kind: "other_psu" };
  return view;
}

async function requireStep(tx: Tx<BankSchema>, key: Key): Promise<AuthorisationRow> {
  const row = await lockAuthorisation(tx, key.authorisationId);
  if (row === undefined) throw new Unable({ kind: "unknown" });
  if (hasEnded(row.sca_status)) throw new Unable({ kind: "ended" });
  if (row.psu_id !== key.psuId) throw new Unable({ kind: "other_psu" });
  if (row.sca_status !== "psuAuthenticated" && row.sca_status !== "scaMethodSelected") {
    throw new Unable({ kind: "out_of_order" });
  }
  return row;
}
