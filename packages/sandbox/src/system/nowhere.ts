import type { HttpHandler } from "@tallystick/kit";
import { sandboxBanks } from "../banks/all.ts";
import type { SystemAddresses } from "./addresses.ts";

/** Answers where no bank is: 404, and for people who have come by hand where the banks are. */
export function createNowhere({ banksPages, banksXs2a }: SystemAddresses): HttpHandler {
  const banks = sandboxBanks.map(({ profile: { name, providerId, standard } }) =>
    [
      `${name}`,
      `  XS2A, mutual TLS     ${banksXs2a}/${providerId}/xs2a/${standard.replace("-", "/")}`,
      `  phones and logins    ${banksPages}/${providerId}/phone`,
      `  access that is given ${banksPages}/${providerId}/access`,
    ].join("\n"),
  );
  const text = `No bank of this sandbox has this address. These are there:\n\n${banks.join("\n\n")}\n`;
  return (_request, response) =>
    void response
      .writeHead(404, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" })
      .end(text);
}
