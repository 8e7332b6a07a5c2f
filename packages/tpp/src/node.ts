// @tallystick/tpp/node: the parts that need Node. Everything else runs wherever there is fetch's family of globals.
export * from "./client/mutual-tls.ts";
export * from "./stores/polling-file.ts";
export * from "./stores/consents-file.ts";
export * from "./stores/text-file.ts";
