import type { Answer, Call, Operations } from "../api/operation.ts";
import { HubError } from "../errors.ts";
import { describeHealth, describeProvider } from "./describe.ts";
import type { HealthBoard } from "./health.ts";
import { matchesSearch } from "./search.ts";

type ProviderOperations = Pick<Operations, "providers.list" | "providers.get" | "providers.health">;

/** The operations of hub-api section 5. */
export function providerOperations({ health }: { readonly health: HealthBoard }): ProviderOperations {
  return {
    "providers.list": { kind: "answers", run: async (call) => listProviders(call, health) },
    "providers.get": { kind: "answers", run: async (call) => getProvider(call, health) },
    "providers.health": { kind: "answers", run: async (call) => readHealth(call, health) },
  };
}

/** By name; a filter that nothing passes answers an empty list. */
function listProviders({ deps, version, body }: Call<"providers.list">, health: HealthBoard): Answer {
  const { country, search, env } = body.filter ?? {};
  const banks = deps.connectors
    .list()
    .map(({ bank }) => bank)
    .filter(
      (bank) =>
        (country === undefined || bank.country === country) &&
        (env === undefined || bank.paymentMethods.some(({ envs }) => envs.includes(env))) &&
        (search === undefined || matchesSearch(bank, search)),
    );
  const options = body.options ?? {};
  return {
    providers: banks.map((bank) => describeProvider(bank, { options, version, health: health.of(bank.providerId) })),
  };
}

function getProvider({ deps, version, body }: Call<"providers.get">, health: HealthBoard): Answer {
  const bank = deps.connectors.get(body.provider_id)?.bank;
  if (bank === undefined) throw providerNotFound();
  // One provider is asked for to be looked at, so its payment methods are shown unless told otherwise.
  const options = { show_payment_methods: true, ...body.options };
  return describeProvider(bank, { options, version, health: health.of(bank.providerId) });
}

/** As this process measured it, in the order of the directory (hub-api section 11). */
function readHealth({ deps, body }: Call<"providers.health">, health: HealthBoard): Answer {
  const wanted = body.provider_id;
  const banks = deps.connectors.list().map(({ bank }) => bank);
  const asked = wanted === undefined ? banks : banks.filter(({ providerId }) => providerId === wanted);
  if (wanted !== undefined && asked.length === 0) throw providerNotFound();
  return {
    measured_since: health.since.toISOString(),
    providers: asked.map(({ providerId, name }) => {
      const measured = health.of(providerId);
      return {
        provider_id: providerId,
        name,
        ...describeHealth(measured),
        last_call_at: measured.lastCallAt?.toISOString() ?? null,
        last_answer_at: measured.lastAnswerAt?.toISOString() ?? null,
        unanswered_calls: measured.unanswered,
      };
    }),
  };
}

function providerNotFound(): HubError {
  return new HubError("provider_not_found", "There is no such provider.");
}
