import { chooseView } from "./choose.ts";
import { confirmView } from "./confirm.ts";
import { endingView } from "./ending.ts";
import type { Html } from "./html.ts";
import type { Page } from "./model.ts";
import { goView, waitView } from "./wait.ts";

/** A page as HTML. Pure: the same model gives the same text. */
export function renderPage(page: Page): string {
  const view = viewOf(page);
  // Markup is only ever a promise when one was put into it, and no view does that.
  if (view instanceof Promise) throw new TypeError("a view waits for something");
  return view.toString();
}

function viewOf(page: Page): Html {
  const { step } = page;
  switch (step.step) {
    case "choose":
      return chooseView(page, step);
    case "confirm":
      return confirmView(page, step);
    case "go":
      return goView(page, step);
    case "wait":
      return waitView(page, step);
    case "ending":
      return endingView(page, step);
  }
}
