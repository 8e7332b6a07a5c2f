// @tallystick/hub: payment links over many banks behind one API.
export type { Client, ClientCredentials, Clients, NewClient } from "./client/clients.ts";
export type { LimitSettings } from "./client/limits.ts";
export type { Bank, Connector, ConnectorRegistry, PaymentMethod } from "./connector/connector.ts";
export { createConnectors, type ConnectorOptions } from "./connector/registry.ts";
export { linkStatuses, type HubEvent, type LinkStatus, type LinkStatusUpdate } from "./events.ts";
export { createHub, type Hub, type HubOptions } from "./hub.ts";
export { hubMigrations } from "./migrations/index.ts";
export type { HubSchema } from "./migrations/schema.ts";
