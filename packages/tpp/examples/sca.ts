// A consent by the bank's page: begin in the user's browser, answer its return.
import { browserHashOf, createMemoryScaStore, createScaFlows, type BankClient } from "@tallystick/tpp";

export function scaAt(bankId: string, client: BankClient) {
  const flows = createScaFlows({ bankId, client, store: createMemoryScaStore() });
  return {
    /** Where to send the browser; `cookie` is a random value that your site has set in it. */
    async begin(cookie: string, ipAddress: string) {
      const access = { allPsd2: "allAccounts" as const };
      const terms = { access, recurringIndicator: true, validUntil: "9999-12-31", frequencyPerDay: 4 };
      const start = await flows.begin({
        browserHash: await browserHashOf(cookie),
        redirectUri: "https://tpp.example/back",
        create: (redirectUri) => client.createConsent({ ...terms, psu: { ipAddress }, redirectUri }),
      });
      return start.outcome === "redirect" ? start.url : undefined;
    },
    /** `callbackUrl` as it was asked for, with its query. */
    async back(callbackUrl: string, cookie: string | undefined) {
      const outcome = await flows.finish({ callbackUrl, browserHash: cookie && (await browserHashOf(cookie)) });
      return outcome.outcome;
    },
  };
}
