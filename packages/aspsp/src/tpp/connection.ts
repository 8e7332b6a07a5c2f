import type { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Xs2aError } from "@tallystick/xs2a";
import type { CertificateChecker } from "./certificate.ts";
import type { Tpp } from "./tpp.ts";

/** What a TLS connection has and a plain one has not. */
interface MaybeSecure {
  getPeerX509Certificate?(): X509Certificate | undefined;
  getProtocol?(): string | null;
}

const read = new WeakMap<object, Uint8Array>();

/**
 * The DER of the certificate that this connection was opened with, undefined without one. Headers that claim a
 * certificate are never read: whoever reaches this port could send them (C11). It is taken from the connection once,
 * since that is a fifth of what a cheap request costs; whether it is accepted is asked at every request all the same.
 */
export function peerCertificate(request: IncomingMessage): Uint8Array | undefined {
  const socket: IncomingMessage["socket"] & MaybeSecure = request.socket;
  const known = read.get(socket);
  if (known !== undefined) return known;
  const der = socket.getPeerX509Certificate?.()?.raw;
  if (der === undefined) return undefined;
  // Before TLS 1.3 a renegotiation may give an open connection another certificate.
  if (socket.getProtocol?.() === "TLSv1.3") read.set(socket, der);
  return der;
}

/**
 * The TPP whose connection it is. A certificate that was revoked, blocked or has run out while its connection was open is
 * refused, and the connection is closed behind the answer: nothing else would come of it (C5). Throws as the checker.
 */
export async function callerOf(
  checkCertificate: CertificateChecker,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Tpp> {
  const certificate = peerCertificate(request);
  try {
    return await checkCertificate(certificate);
  } catch (error) {
    const isRefused = error instanceof Xs2aError && error.status === 401;
    if (isRefused && certificate !== undefined) response.setHeader("connection", "close");
    throw error;
  }
}
