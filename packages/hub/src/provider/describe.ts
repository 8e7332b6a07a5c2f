import type { Bank, PaymentMethod } from "../connector/connector.ts";
import type { ApiVersion, BodyOf } from "../endpoints.ts";
import type { ProviderHealth } from "./health.ts";
import { validationSchemaOf } from "./validation-schema.ts";

type Options = NonNullable<BodyOf<"providers.list">["options"]>;

interface Shown {
  readonly options: Options;
  readonly version: ApiVersion;
  readonly health: ProviderHealth;
}

/** A provider as `providers/list` and `providers/get` show it (hub-api section 5). */
export function describeProvider(bank: Bank, { options, version, health }: Shown): Record<string, unknown> {
  return {
    provider_id: bank.providerId,
    name: bank.name,
    country: bank.country,
    bic: bank.bic,
    logo_url: null,
    ...describeHealth(health),
    ...(options.show_payment_methods === true || options.show_validation_schema === true
      ? { payment_methods: bank.paymentMethods.flatMap((method) => describeMethod(method, options, version)) }
      : {}),
    ...(options.show_ais_methods === true ? { ais_methods: [] } : {}),
  };
}

/** Members that tell how a bank has answered lately; since when and why only when it is not up. */
export function describeHealth({ status, since, reason }: ProviderHealth): Record<string, unknown> {
  return { status, ...(since === undefined ? {} : { status_since: since.toISOString(), status_reason: reason }) };
}

function describeMethod(method: PaymentMethod, options: Options, version: ApiVersion): Record<string, unknown>[] {
  const shown = {
    payment_method_id: method.paymentMethodId,
    payment_scheme: method.scheme,
    currencies: method.currencies,
    env: method.envs,
    capabilities: method.capabilities,
    required_inputs: method.inputs.filter(({ required }) => required).map(({ path }) => path),
    limits: method.maxAmount === undefined ? {} : { max_amount: method.maxAmount },
    ...(options.show_validation_schema === true ? { validation_schema: validationSchemaOf(method) } : {}),
  };
  // In version 1 a remitter type is a string, so that a method for both kinds stands there twice.
  return version === "v1"
    ? method.remitterTypes.map((remitter) => ({ ...shown, remitter_type: remitter }))
    : [{ ...shown, remitter_type: method.remitterTypes }];
}
