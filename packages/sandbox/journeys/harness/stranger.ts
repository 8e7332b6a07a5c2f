import { listen, silentLog, type Listener } from "@tallystick/kit";

/** A site of somebody else, on another origin than everything of ours. */
export interface Stranger {
  readonly url: string;
  /** Serves that document at an address of its own and returns the address. */
  page(body: string): string;
  close(): Promise<void>;
}

/** On `localhost` it is the same site as the hub and another one than the bank's pages; on 127.0.0.1 the other way round. */
export async function openStranger(host: "localhost" | "127.0.0.1"): Promise<Stranger> {
  const pages: string[] = [];
  const listener: Listener = await listen({
    host,
    port: 0,
    log: silentLog,
    handler: (request, response) => {
      const body = pages[Number(request.url?.slice(1))];
      response.writeHead(body === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><title>Strange</title><link rel="icon" href="data:,">${body ?? ""}`);
    },
  });
  return {
    url: listener.url,
    page: (body) => `${listener.url}/${pages.push(body) - 1}`,
    close: () => listener.close(),
  };
}

/** A form that sends itself as soon as it is seen. */
export function autoSubmitting(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  return `<form method="post" action="${action}">${inputs.join("")}</form><script>document.forms[0].submit()</script>`;
}
