/** What the person typed cannot be understood; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
