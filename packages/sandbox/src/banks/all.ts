import type { SandboxBank } from "./bank.ts";
import { btRo } from "./bt_ro.ts";
import { cecRo } from "./cec_ro.ts";
import { libraRo } from "./libra_ro.ts";
import { payseraGe } from "./paysera_ge.ts";
import { payseraLt } from "./paysera_lt.ts";
import { rzbRo } from "./rzb_ro.ts";

/** In the order in which people see them. */
export const sandboxBanks: readonly SandboxBank[] = [rzbRo, btRo, cecRo, libraRo, payseraLt, payseraGe];
