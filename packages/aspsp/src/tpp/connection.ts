import type { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What a TLS connection has and a plain one has not. */
interface MaybeSecure {
  getPeerX509Certificate?(): X509Certificate | undefined;
}

/**
 * The DER of the certificate that this connection was opened with, undefined without one. Headers that claim a
 * certificate are never read: whoever reaches this port could send them (C11).
 */
export function peerCertificate(request: IncomingMessage): Uint8Array | undefined {
  const socket: IncomingMessage["socket"] & MaybeSecure = request.socket;
  return socket.getPeerX509Certificate?.()?.raw;
}
