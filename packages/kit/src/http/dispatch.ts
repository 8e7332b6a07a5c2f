import type { HttpHandler } from "./app.ts";

/** Hands a request to the handler named by the first segment of its path; the URL is passed on unchanged. */
export function byFirstSegment(handlers: Readonly<Record<string, HttpHandler>>, fallback: HttpHandler): HttpHandler {
  const byName = new Map(Object.entries(handlers));
  return (req, res) => {
    const name = /^\/([^/?#]*)/.exec(req.url ?? "")?.[1] ?? "";
    (byName.get(name) ?? fallback)(req, res);
  };
}
