import type { BankClient } from "../../client/bank-client.ts";
import type { BulkOrder, InitiateOrder } from "./batch.ts";

export interface InitiateAtOptions {
  /** The TPP's own address, since no payer is present. */
  readonly psuIpAddress: string;
  /** Where the bank sends the payer's browser; a function when each item has an address of its own. */
  readonly redirectUri: string | ((order: BulkOrder) => string);
  readonly nokRedirectUri?: string;
  /** For banks that want a token at creation: asked for each item, since a batch may outlive one. */
  readonly accessToken?: () => Promise<string>;
}

/** Initiates each item as a single payment at one bank. */
export function initiateAt(client: Pick<BankClient, "initiatePayment">, options: InitiateAtOptions): InitiateOrder {
  const { accessToken, nokRedirectUri, psuIpAddress, redirectUri } = options;
  return async (order) => {
    const { payment, product, requestId, signal } = order;
    return client.initiatePayment({
      requestId,
      product,
      payment,
      psuIpAddress,
      signal,
      redirectUri: typeof redirectUri === "string" ? redirectUri : redirectUri(order),
      ...(nokRedirectUri === undefined ? {} : { nokRedirectUri }),
      ...(accessToken === undefined ? {} : { accessToken: await accessToken() }),
    });
  };
}
