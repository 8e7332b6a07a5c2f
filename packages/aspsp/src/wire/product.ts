import { Xs2aError } from "@tallystick/xs2a";
import type { Standard } from "../standard/standard.ts";

/** The part of method-and-path that the router cannot know: the payment services and products of this bank. */
export function requireProduct(
  params: Readonly<Record<string, string>>,
  { services, products }: Pick<Standard, "services" | "products">,
): void {
  const service = params["payment-service"];
  if (service === undefined) return;
  if (!(services as readonly string[]).includes(service)) {
    throw new Xs2aError({
      code: "RESOURCE_UNKNOWN",
      place: "path",
      path: "payment-service",
      text: "The addressed resource is unknown.",
    });
  }
  if (!products.includes(params["payment-product"] ?? "")) {
    throw new Xs2aError({
      code: "PRODUCT_UNKNOWN",
      path: "payment-product",
      text: "The payment product is not supported.",
    });
  }
}
