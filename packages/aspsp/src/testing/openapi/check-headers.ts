import type { OpenApi, Operation } from "@tallystick/xs2a/testing";
import type { Exchange, Violation } from "./exchange.ts";
import type { CheckSchema } from "./schemas.ts";

type Response = NonNullable<ReturnType<Operation["responses"]["get"]>>;
type Refuse = (kind: Violation["kind"], at: string, says: string, found: string) => void;

/** Headers of HTTP itself, of which no interface description speaks. */
const ofHttp = new Set([
  "allow",
  "cache-control",
  "connection",
  "content-length",
  "content-type",
  "date",
  "keep-alive",
  "retry-after",
  "strict-transport-security",
  "transfer-encoding",
  "vary",
  "www-authenticate",
  "x-content-type-options",
]);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The headers of an answer: the documented ones, X-Request-ID as it was sent, and no others. */
export function checkHeaders(
  { file, checkSchema }: { file: OpenApi; checkSchema: CheckSchema },
  exchange: Exchange,
  response: Response | undefined,
  refuse: Refuse,
): void {
  const documented = response?.headers ?? new Map([["x-request-id", file.components.headers["X-Request-ID"]!]]);
  for (const [name, header] of documented) {
    const value = exchange.headers[name];
    if (value === undefined && header.required === true) refuse("header", name, "is required", "none");
    if (value === undefined) continue;
    const typed = header.schema["type"] === "boolean" ? { true: true, false: false }[String(value)] : value;
    const [error] = checkSchema(header.schema, typed);
    if (error !== undefined) refuse("header", name, error.message ?? error.keyword, String(value));
  }
  for (const [name, value] of Object.entries(exchange.headers)) {
    if (value !== undefined && !documented.has(name) && !ofHttp.has(name)) {
      refuse("header", name, "is not documented for this answer", String(value));
    }
  }
  const { requestId } = exchange;
  if (requestId !== undefined && uuid.test(requestId) && exchange.headers["x-request-id"] !== requestId) {
    refuse(
      "header",
      "x-request-id",
      `comes back as it was sent, ${requestId}`,
      String(exchange.headers["x-request-id"]),
    );
  }
}

/** Of the resource that a POST creates, the member that names it. */
const created: Readonly<Record<string, string>> = {
  initiatePayment: "paymentId",
  createConsent: "consentId",
  createConsentConfirmationOfFunds: "consentId",
  createSigningBasket: "basketId",
};

/** What the guidelines ask of headers beyond the file (sections 5.3.1, 6.3.1, 7.1). */
export function checkGuidelineHeaders(exchange: Exchange, operation: Operation, body: unknown, refuse: Refuse): void {
  if (exchange.status !== 201) return;
  const member = created[operation.operationId];
  const location = exchange.headers["location"];
  const id = member === undefined ? undefined : String((body as Record<string, unknown> | undefined)?.[member]);
  if (id !== undefined && !String(location).endsWith(`/${id}`)) {
    refuse("header", "location", `leads to the created resource ${id} (guidelines)`, String(location));
  }
  const links = Object.keys((body as { _links?: object } | undefined)?._links ?? {});
  const begun = member === undefined || links.some((link) => /^(scaRedirect|scaOAuth|scaStatus)$/.test(link));
  const approach = exchange.headers["aspsp-sca-approach"];
  if (begun && approach === undefined) {
    refuse("header", "aspsp-sca-approach", "is sent once the authorisation has begun (guidelines)", "none");
  }
  if (!begun && approach !== undefined) {
    refuse("header", "aspsp-sca-approach", "is not sent before the approach is fixed (guidelines)", String(approach));
  }
}
