import { Xs2aError } from "@tallystick/xs2a";

/** The part of method-and-path that the router cannot know: single payments, and the products of this bank. */
export function requireProduct(params: Readonly<Record<string, string>>, products: readonly string[]): void {
  if (params["payment-service"] !== "payments") {
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
