import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly event: { readonly event_id: string; readonly link_id: string; readonly sequence: number };
}

/** A merchant's endpoint that writes down every call and answers as it is told; 204 otherwise. */
export async function startReceiver() {
  const calls: ReceivedCall[] = [];
  const answers: ((reply: ServerResponse, call: ReceivedCall) => void)[] = [];
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = { path: request.url ?? "", headers: request.headers, body, event: JSON.parse(body.toString()) };
    calls.push(call);
    const answer = answers.shift() ?? ((to: ServerResponse) => to.writeHead(204).end());
    answer(reply, call);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    /** Taken from the front, one for each call. */
    answers,
    answerWith: (...statuses: number[]) => {
      for (const status of statuses) answers.push((reply) => reply.writeHead(status).end());
    },
    hostAndPort: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/hook`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
