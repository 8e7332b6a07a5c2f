import { Xs2aError, type EndpointRow } from "@tallystick/xs2a";

export type ErrorForm = "tppMessages" | "flat" | "problem";

interface MediaRange {
  readonly type: string;
  readonly form: string | undefined;
}

/**
 * Refuses a caller that would not take JSON, camt.053 for instance: 406, which has a code where accounts and consents are
 * addressed, and nowhere else.
 */
export function requireJsonAccepted(accept: string | undefined, subject: EndpointRow["subject"]): void {
  // What nearly every caller sends is not taken apart at every call.
  if (accept === "application/json") return;
  const ranges = parse(accept);
  if (ranges.length === 0 || ranges.some(({ type }) => takesJson.has(type))) return;
  const isBare = subject === "payment" || subject === "funds";
  const code = isBare ? {} : { code: "REQUESTED_FORMATS_INVALID" as const };
  throw new Xs2aError({ ...code, status: 406, path: "Accept", text: "The answer is application/json." });
}

const takesJson = new Set(["*/*", "application/*", "application/json", "application/problem+json"]);

/**
 * The error body that the caller asks for, else the bank's own: `application/problem+json` is RFC 7807, and
 * `application/json; form=tppMessages` (or `form=flat`) the other of the bank's two.
 */
export function errorFormOf(accept: string | undefined, own: "tppMessages" | "flat"): ErrorForm {
  for (const { type, form } of parse(accept)) {
    if (type === "application/problem+json") return "problem";
    if (type === "application/json" && form === "tppmessages") return "tppMessages";
    if (type === "application/json" && form === "flat") return "flat";
  }
  return own;
}

function parse(accept: string | undefined): MediaRange[] {
  if (accept === undefined || accept.trim() === "") return [];
  return accept
    .toLowerCase()
    .split(",", 20)
    .flatMap((entry) => {
      const [type = "", ...parameters] = entry.split(";").map((part) => part.trim());
      if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return [];
      const form = parameters.find((parameter) => parameter.startsWith("form="))?.slice("form=".length);
      return [{ type, form }];
    });
}
