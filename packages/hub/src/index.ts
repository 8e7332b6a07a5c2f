// @tallystick/hub: payment links over many banks behind one API.
export type { Client, ClientCredentials, Clients, ClientWithKey, NewClient, NewKeyClient } from "./client/clients.ts";
export { UnknownKey, type ClientKeys } from "./client/keys.ts";
export type { ClientProfile } from "./client/profile.ts";
export { KeyRefused, readPublicJwk, type PublicJwk } from "./client/public-key.ts";
export type { LimitSettings } from "./client/limits.ts";
export type { Bank, Connector, ConnectorRegistry, PaymentMethod } from "./connector/connector.ts";
export { createConnectors, type ConnectorOptions } from "./connector/registry.ts";
export { linkStatuses, type HubEvent, type LinkStatus, type LinkStatusUpdate } from "./events.ts";
export { createHub, type Hub, type HubOptions } from "./hub.ts";
export { hubMigrations } from "./migrations/index.ts";
export type { HubSchema } from "./migrations/schema.ts";
export { openClients, type OpenClientsOptions } from "./open-clients.ts";
