import assert from "node:assert/strict";
import type { BrowserContext } from "playwright-core";

/** What no page may do in any journey; collected as it happens. */
export class Troubles {
  #found: string[] = [];

  constructor(context: BrowserContext, isOurs: (url: string) => boolean) {
    const note = (text: string) => this.#found.push(text);
    context.on("console", (message) => {
      if (isPolicyViolation(message.text())) note(`violates its own policy: ${message.text()}`);
    });
    context.on("weberror", (error) => note(`throws: ${error.error().message}`));
    context.on("dialog", (dialog) => {
      note(`opens a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on("request", (request) => {
      if (!isOurs(request.url())) note(`asks a third party: ${request.url()}`);
    });
  }

  assertNone(): void {
    assert.deepEqual(this.#found, []);
  }
}

export function isPolicyViolation(text: string): boolean {
  return /Content[ -]Security[ -]Policy|Trusted ?(HTML|Script|Type)/i.test(text);
}
