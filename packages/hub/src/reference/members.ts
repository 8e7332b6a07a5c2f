import { html } from "hono/html";
import type { Html } from "../web/views/html.ts";

/** What of JSON Schema the operations use. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The members of an object, those inside them included, as nested lists. */
export function membersView(schema: Schema): Html {
  const { properties = {}, required = [] } = schema;
  return html`<ul class="members">
    ${Object.entries(properties).map(([name, member]) => {
      const inner = innerOf(member);
      return html`<li>
        <code class="member">${name}</code> <span class="type">${typeOf(member)}</span>
        ${required.includes(name) && html`<span class="required">required</span>`}
        ${member.description !== undefined && html`<p>${member.description}</p>`}
        ${inner !== undefined && membersView(inner)}
      </li>`;
    })}
  </ul>`;
}

function innerOf(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  return schema.items === undefined ? undefined : innerOf(schema.items);
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.join(" | ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  const limits = [
    rangeOf(schema.minLength, schema.maxLength, " characters"),
    rangeOf(schema.minimum, schema.maximum, ""),
    schema.format,
  ].filter((limit) => limit !== undefined);
  return [schema.type ?? "any", ...limits].join(", ");
}

function rangeOf(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (to === undefined) return `from ${from}${unit}`;
  return from === undefined ? `to ${to}${unit}` : `${from} to ${to}${unit}`;
}
