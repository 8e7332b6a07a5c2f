export { readShared } from "./shared.ts";
export {
  openApiIfPresent,
  operationsOf,
  readOpenApi,
  type OpenApi,
  type OpenApiVersion,
  type Operation,
  type Schema,
} from "./openapi.ts";
