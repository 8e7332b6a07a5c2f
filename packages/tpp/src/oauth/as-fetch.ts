import type { HttpRequest } from "../client/transport.ts";

/** The transport in the shape that oauth4webapi asks for: it gives a URL as text and a form as the body. */
export function asFetch(request: HttpRequest): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = new Uint8Array(await asked.arrayBuffer());
    const answer = await request({
      method: asked.method,
      url: asked.url,
      headers: Object.fromEntries(asked.headers),
      ...(body.length === 0 ? {} : { body }),
      signal: asked.signal,
    });
    const empty = answer.status === 204 || answer.status === 304;
    const content = empty ? null : (answer.body as Uint8Array<ArrayBuffer>);
    return new Response(content, { status: answer.status, headers: answer.headers });
  };
}
