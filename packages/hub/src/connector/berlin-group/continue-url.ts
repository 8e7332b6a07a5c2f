/**
 * A bank's address for the payer's browser, when it may be followed: https, or http on this machine as sandbox banks have
 * it. Anything else (`javascript:`, a user in the address) is treated as absent.
 */
export function continueUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2_048 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return undefined;
  const loopback = url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && loopback) ? url.href : undefined;
}
