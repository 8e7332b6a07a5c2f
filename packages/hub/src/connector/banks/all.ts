import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { btRo } from "./bt_ro_btrlro22.ts";
import { cecRo } from "./cec_ro_cecerobu.ts";
import { libraRo } from "./libra_ro_brelrobu.ts";
import { payseraLt } from "./paysera_lt_eviult2v.ts";
import { rzbRo } from "./rzb_ro_rzbrrobu.ts";

/** Every bank that the hub can speak to; a deployment reaches those whose address it is given. */
export const banks: readonly BerlinGroupBank[] = [btRo, cecRo, libraRo, payseraLt, rzbRo];
