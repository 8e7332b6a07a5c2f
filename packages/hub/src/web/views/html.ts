import type { html } from "hono/html";
import type { MessageKey } from "../catalogue/locale.ts";

/** Markup whose values have been escaped. */
export type Html = ReturnType<typeof html>;

/** A text of the catalogue in the page's language, still to be escaped. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;
