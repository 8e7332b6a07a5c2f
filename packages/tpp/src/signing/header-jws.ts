import { headerJwsOf, requestPars, requestValues, signingString } from "@tallystick/xs2a";
import { FlattenedSign } from "jose";
import type { HttpRequestInput } from "../client/transport.ts";
import { jwsAlgorithmOf, type Seal } from "./seal.ts";

/** Beside `b64`, which the library knows, these are understood here. */
const understood = { sigT: true, sigD: true };

/** The detached JWS of the Georgian standard over a request's target and headers (georgia-0.8, JAdES HttpHeaders). */
export async function headerJwsHeader(
  { chain, key }: Seal,
  { method, url }: Pick<HttpRequestInput, "method" | "url">,
  sent: Readonly<Record<string, string>>,
  at: Date,
): Promise<Record<string, string>> {
  const signer = { alg: jwsAlgorithmOf(key), x5c: chain.map(({ raw }) => raw.toString("base64")) };
  const { pathname, search } = new URL(url);
  const pars = requestPars(Object.keys(sent));
  const values = requestValues({ method, target: pathname + search, headerOf: (name) => sent[name] });
  const jws = await new FlattenedSign(Buffer.from(signingString(pars, values) ?? "", "latin1"))
    .setProtectedHeader({ ...headerJwsOf(signer, pars, at) } as never)
    .sign(key, { crit: understood });
  return { "x-jws-signature": `${jws.protected}..${jws.signature}` };
}
