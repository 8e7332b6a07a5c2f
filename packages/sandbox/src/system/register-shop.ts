import type { Clients } from "@tallystick/hub";
import type { SystemAddresses } from "./addresses.ts";
import type { SandboxSecrets } from "./secrets.ts";

/**
 * Makes the shop a client of the hub, or brings its registered addresses to where it listens now: a start with another
 * port base moves the shop. A client that is right already is left as it is; the webhook secret is kept in any case.
 */
export async function registerShop(
  clients: Clients,
  { shop }: Pick<SystemAddresses, "shop">,
  { testClient }: Pick<SandboxSecrets, "testClient">,
): Promise<void> {
  const { clientId, clientSecret } = testClient;
  const redirectUrls = [`${shop}/orders`];
  const webhookUrls = [`${shop}/webhooks`];
  const known = await clients.find(clientId);
  if (known && isSame(known.redirectUrls, redirectUrls) && isSame(known.webhookUrls, webhookUrls)) return;
  const [webhookSecret] = await clients.webhookSecretsOf(clientId);
  await clients.add({
    name: "Tally and Daughters",
    clientId,
    secret: clientSecret,
    redirectUrls,
    webhookUrls,
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((url, at) => url === other[at]);
}
