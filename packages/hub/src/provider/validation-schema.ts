import { minorDigits } from "@tallystick/xs2a";
import type { PaymentMethod } from "../connector/connector.ts";
import { PaymentIntentBody } from "../requests.ts";

/** JSON Schema of `payment_intent` for one method: currencies, their decimals, reachable countries, required inputs. */
export function validationSchemaOf(method: PaymentMethod): Record<string, unknown> {
  const base = structuredClone(PaymentIntentBody) as unknown as ObjectSchema;
  const digits = Math.max(...method.currencies.map((currency) => minorDigits(currency) ?? 0));
  const decimals = digits === 0 ? "" : `(\\.\\d{1,${digits}})?`;
  const required = method.inputs.filter((input) => input.required).map(({ path }) => path);
  const schema: ObjectSchema = {
    ...base,
    properties: {
      ...base.properties,
      amount: { type: "string", pattern: `^(0|[1-9]\\d{0,13})${decimals}$` },
      currency: { type: "string", enum: [...method.currencies] },
    },
  };
  limitTexts(schema);
  restrictCountries(schema, method.creditorCountries);
  for (const path of required) requireMember(schema, path);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...schema };
}

interface ObjectSchema {
  readonly type: "object";
  readonly properties: Record<string, any>;
  required?: string[];
}

/** The request's own schema leaves room for text before it is normalised; what a client may rely on is the contract's. */
function limitTexts({ properties }: ObjectSchema): void {
  properties["creditor"].properties.name.maxLength = 70;
  properties["description"].maxLength = 140;
  properties["end_to_end_id"].maxLength = 35;
}

function restrictCountries(schema: ObjectSchema, countries: readonly string[] | undefined): void {
  if (countries === undefined) return;
  schema.properties["creditor"].properties.iban.pattern = `^(${countries.join("|")})[0-9]{2}[A-Z0-9]+$`;
}

function requireMember(schema: ObjectSchema, path: string): void {
  let node = schema;
  for (const name of path.split(".")) {
    node.required = [...new Set([...(node.required ?? []), name])];
    node = node.properties[name];
  }
}
