import type { TSchema } from "typebox";

/** Values for members whose schema does not say what a good one looks like. The IBAN is one of the sandbox. */
const known: Readonly<Record<string, unknown>> = {
  client_id: "YOUR_CLIENT_ID",
  client_secret: "YOUR_CLIENT_SECRET",
  amount: "12.50",
  currency: "RON",
  name: "Tally Shop",
  iban: "RO10RZBR0000069999999970",
  description: "Order 1001",
  provider_id: "rzb_ro",
  link_id: "00000000-0000-4000-8000-000000000000",
  parked: true,
  query_string: "?state=from-the-bank",
};
const shownThoughOptional: ReadonlySet<string> = new Set(["client_id", "client_secret", "parked"]);

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
}

/** The smallest request that a schema takes, with the credentials. */
export function sampleOf(schema: TSchema): unknown {
  return sample(schema as Schema, "");
}

function sample(schema: Schema, name: string): unknown {
  if (schema.properties !== undefined) {
    const { properties, required = [] } = schema;
    const shown = Object.keys(properties).filter((one) => required.includes(one) || shownThoughOptional.has(one));
    return Object.fromEntries(shown.map((one) => [one, sample(properties[one] ?? {}, one)]));
  }
  if (Object.hasOwn(known, name)) return known[name];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return sample(schema.anyOf[0], name);
  if (schema.description === "must be a UUID") return known["link_id"];
  if (schema.type === "array") return [sample(schema.items ?? {}, name)];
  if (schema.type === "boolean") return true;
  return schema.type === "integer" || schema.type === "number" ? (schema.minimum ?? 1) : "text";
}
