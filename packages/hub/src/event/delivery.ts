/** Columns of `webhook_delivery`, all null for an event whose delivery has not begun. */
export interface DeliveryColumns {
  readonly attempts: number | null;
  readonly last_result: string | null;
  readonly last_attempt_at: Date | null;
  readonly next_attempt_at: Date | null;
  readonly delivered_at: Date | null;
  readonly parked_at: Date | null;
}

/** What became of an event's webhook: `none` has nowhere to go, `pending` is still tried, `parked` was given up. */
export function deliveryOf(row: DeliveryColumns & { readonly url: string | null }) {
  const begun = row.attempts !== null;
  const status =
    !begun && row.url === null ? "none" : row.delivered_at ? "delivered" : row.parked_at ? "parked" : "pending";
  return {
    status,
    attempts: row.attempts ?? 0,
    last_result: row.last_result,
    last_attempt_at: row.last_attempt_at?.toISOString() ?? null,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    delivered_at: row.delivered_at?.toISOString() ?? null,
  };
}
