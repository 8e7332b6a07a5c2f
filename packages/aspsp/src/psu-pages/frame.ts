import type { Html, Page } from "../sca-pages/layout.ts";
import { framed, type Part } from "./views/frame.ts";
import { formTarget, type OwnVisit, type PsuPagesContext } from "./visit.ts";

/** A page of somebody who is logged in, with the ways to the other parts and out. */
export function ownPage(
  context: PsuPagesContext,
  visit: OwnVisit,
  of: { readonly title: string; readonly part?: Part; readonly body: Html },
): Page {
  const { browser, psuId, url } = visit;
  const logout = formTarget(context, visit, "logout", { form: "logout" });
  return framed({ ...of, url, psuName: browser.psuName ?? psuId, logout });
}
