/**
 * What is kept of the browser that begins: the SHA-256, base64url, of the value of a cookie that the application sets in
 * it (HttpOnly, Secure, SameSite=Lax, of at least 128 random bits). Throws a TypeError for a shorter value.
 */
export async function browserHashOf(cookieValue: string): Promise<string> {
  if (cookieValue.length < 22) throw new TypeError("the browser's cookie has fewer than 22 characters");
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(cookieValue));
  return base64url(new Uint8Array(digest));
}

/** 256 random bits. */
export function createState(): string {
  return base64url(globalThis.crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
