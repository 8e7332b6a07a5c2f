import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Log } from "../log.ts";
import type { HttpHandler } from "./app.ts";

export interface Listener {
  /** `http://host:port` or `https://host:port`, with the host as given. */
  readonly url: string;
  readonly port: number;
  /** Lets running requests end for up to a second, then destroys what is left. */
  close(): Promise<void>;
}

export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(`port ${port} is taken by another program`, options);
    this.name = "PortTaken";
    this.port = port;
  }
}

/** Milliseconds. */
export interface Timeouts {
  /** Until the headers of a request are complete; default 10 s. */
  readonly headers?: number;
  /** Until the whole request has come; default 30 s. */
  readonly request?: number;
  /** Between two requests of one connection; default 30 s. */
  readonly keepAlive?: number;
  /** Without a byte in either direction; default 40 s. */
  readonly idle?: number;
  /** For a TLS handshake; default 5 s. */
  readonly handshake?: number;
}

export interface ListenOptions {
  readonly handler: HttpHandler;
  /** `localhost` listens on 127.0.0.1 and, where there is one, on ::1. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** PEM. With `clientCertificates` a certificate is asked for, and any is let in: the handler judges it. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientCertificates?: "request" };
  readonly log: Log;
  readonly timeouts?: Timeouts;
}

/** A hardened HTTP/1.1 server (rows D1, I7, I11): finite time-outs, headers up to 16 kB, the strict parser. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, port } = options;
  const first = await bind(options, host === "localhost" ? "127.0.0.1" : host, port);
  const bound = [first];
  if (host === "localhost") {
    try {
      bound.push(await bind(options, "::1", first.port));
    } catch (error) {
      // Without IPv6 the first address is enough; a stranger on ::1 would get what is meant for this server.
      const taken = error instanceof PortTaken;
      if (taken) await first.close();
      if (taken && port === 0) return listen(options);
      if (taken) throw error;
    }
  }
  options.log.info("listening", { host, port: first.port });
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${options.tls ? "https" : "http"}://${shownHost}:${first.port}`,
    port: first.port,
    close: async () => void (await Promise.all(bound.map((one) => one.close()))),
  };
}

interface Bound {
  readonly port: number;
  close(): Promise<void>;
}

async function bind(options: ListenOptions, address: string, port: number): Promise<Bound> {
  const server = createHardenedServer(options);
  const sockets = new Set<Socket>();
  let closing = false;
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (req, res) => {
    if (closing) res.setHeader("connection", "close");
    try {
      options.handler(req, res);
    } catch (error) {
      options.log.error("handler_threw", { error });
      res.destroy();
    }
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => answerClientError(error, socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new PortTaken(port, { cause: error }) : error),
    );
    server.listen(port, address, resolve);
  });
  server.on("error", (error) => options.log.error("listener_failed", { error }));
  const close = async () => {
    closing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), 1_000);
    await closed;
    clearInterval(idle);
    clearTimeout(late);
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function createHardenedServer({ tls, timeouts = {} }: ListenOptions): Server {
  const { headers = 10_000, request = 30_000, keepAlive = 30_000, idle = 40_000, handshake = 5_000 } = timeouts;
  const common = {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: Math.min(2_000, Math.ceil(headers / 2)),
    maxHeaderSize: 16_384,
    insecureHTTPParser: false,
    requireHostHeader: true,
    joinDuplicateHeaders: false,
    noDelay: true,
  };
  const server = tls
    ? createTlsServer({
        ...common,
        cert: tls.cert,
        key: tls.key,
        minVersion: "TLSv1.2",
        ALPNProtocols: ["http/1.1"],
        handshakeTimeout: handshake,
        // Tickets end soon, so that a certificate is not remembered for long (row C6).
        sessionTimeout: 300,
        // Node's own check accepts too much and tells the caller nothing (finding F2): the application decides.
        requestCert: tls.clientCertificates === "request",
        rejectUnauthorized: false,
      })
    : createServer(common);
  server.maxRequestsPerSocket = 10_000;
  server.maxConnections = 4_000;
  server.timeout = idle;
  return server;
}

function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const running = (socket as { _httpMessage?: { headersSent?: boolean } | null })._httpMessage;
  if (
    error.code === "ECONNRESET" ||
    error.code?.startsWith("ERR_TLS_") === true ||
    !socket.writable ||
    running?.headersSent
  ) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${statusOf(error.code)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // A caller that does not close its side is not waited for.
  setTimeout(() => socket.destroy(), 1_000).unref();
}

function statusOf(code: string | undefined): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") return "413 Content Too Large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
  return "400 Bad Request";
}
