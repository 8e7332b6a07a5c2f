import type { Operations } from "../api/operation.ts";
import type { Cursors } from "../cursor.ts";
import { HubError } from "../errors.ts";
import { cancelLink } from "./cancel.ts";
import { createLink } from "./create.ts";
import { showBankAddress } from "./initiate.ts";
import { getLink, linkNotFound } from "./get.ts";
import { listLinks } from "./list.ts";

type LinkOperations = Pick<Operations, "links.create" | "links.get" | "links.list" | "links.cancel">;

/** The operations of hub-api section 4. */
export function linkOperations({ cursors }: { readonly cursors: Cursors }): LinkOperations {
  return {
    "links.create": { kind: "creates", create: createLink, finish: showBankAddress },
    "links.get": { kind: "answers", run: getLink },
    "links.list": { kind: "answers", run: (call) => listLinks(call, cursors) },
    "links.cancel": {
      kind: "answers",
      run: async (call) => {
        const outcome = await cancelLink(call.deps, {
          clientId: call.client.clientId,
          linkId: call.body.link_id.toLowerCase(),
        });
        if (outcome.kind === "unknown") throw linkNotFound();
        if (outcome.kind === "not_cancellable") {
          throw new HubError("link_not_cancellable", `The link is ${outcome.status} and cannot be cancelled any more.`);
        }
        if (outcome.kind === "try_again") {
          throw new HubError(
            "link_not_cancellable",
            "The bank has not answered yet: ask for the link's status and try again.",
          );
        }
        return getLink({ ...call, body: { link_id: outcome.linkId } });
      },
    },
  };
}
