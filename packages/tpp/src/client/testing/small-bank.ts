import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { createBankClient, type BankClient, type BankClientOptions } from "../bank-client.ts";
import type { HttpRequest } from "../transport.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: any;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text as it is. */
  readonly body?: unknown;
}

export interface SmallBank {
  readonly url: string;
  readonly asked: readonly Asked[];
  client(options?: Partial<BankClientOptions>): BankClient;
}

/** A bank of few lines over real HTTP, as long as the test runs. */
export async function openSmallBank(t: TestContext, answer: (asked: Asked) => Reply): Promise<SmallBank> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const text = (await Array.fromAsync(request)).join("");
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const one: Asked = {
      method: request.method ?? "",
      path: pathname,
      query: searchParams,
      headers: request.headers as Record<string, string>,
      body: text === "" ? undefined : JSON.parse(text),
    };
    asked.push(one);
    const { status = 200, headers = {}, body } = answer(one);
    const written = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(written);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const clock = { now: () => new Date("2026-11-25T10:00:00Z") };
  return {
    url,
    asked,
    client: (options = {}) => createBankClient({ baseUrl: url, request: overFetch, clock, ...options }),
  };
}

const overFetch: HttpRequest = async ({ method, url, headers, body, signal }) => {
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: body as string }),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
};
