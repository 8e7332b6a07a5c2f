import { productPath, type HttpBank, type Reply } from "../http-bank.ts";
import type { Cause } from "./cause.ts";

/** What starting and updating an authorisation may be refused for. The banks ask for a confirmation code. */
export const authorisationCauses: readonly Cause[] = [
  {
    code: "SCA_METHOD_UNKNOWN",
    status: { standard: 400, flat: 400 },
    when: "the PSU has no such method",
    provoke: async (bank, headers) => update(bank, { authenticationMethodId: "nobody's" }, headers),
  },
  {
    code: "SCA_INVALID",
    status: { standard: 400, flat: 400 },
    when: "the confirmation code is not the one of the redirect",
    provoke: async (bank, headers) => {
      const path = await started(bank);
      await bank.database.db
        .updateTable("authorisation")
        .set({ sca_status: "unconfirmed", link_hash: "of the payment" })
        .where("authorisation_id", "=", path.slice(path.lastIndexOf("/") + 1))
        .execute();
      return bank.call({ method: "PUT", path, body: { confirmationCode: "guessed" }, headers });
    },
  },
  {
    code: "SERVICE_INVALID",
    status: { standard: 400, flat: 400 },
    when: "the step belongs to an SCA approach that the bank does not have",
    provoke: async (bank, headers) => update(bank, { psuData: { password: "of the PSU" } }, headers),
  },
  {
    code: "STATUS_INVALID",
    status: { standard: 409, flat: 409 },
    when: "the payment awaits no authorisation any more",
    provoke: async (bank, headers) => {
      const path = `${productPath}/${(await bank.initiate()).body.paymentId}`;
      await bank.call({ method: "DELETE", path });
      return bank.call({ method: "POST", path: `${path}/authorisations`, body: {}, headers });
    },
  },
];

/** The path of the authorisation that a new payment begins with. */
async function started(bank: HttpBank): Promise<string> {
  const { _links: links } = (await bank.initiate()).body;
  return links.scaStatus.href.slice(links.scaStatus.href.indexOf("/v1/"));
}

async function update(bank: HttpBank, body: object, headers: Record<string, string | undefined>): Promise<Reply> {
  return bank.call({ method: "PUT", path: await started(bank), body, headers });
}
