import assert from "node:assert/strict";
import { compileSchema, type Checker } from "@tallystick/kit";
import { ErrorAnswer } from "../answers.ts";
import { endpoints, operationIds, type ApiVersion, type Endpoint } from "../endpoints.ts";
import { commonRefusals, creationRefusals } from "../errors.ts";

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const errors = compileSchema(ErrorAnswer);
const answers = new Map<string, Checker<unknown>>();

/**
 * Fails when an answer is not what its row of endpoints.ts says: the schema of its version (unknown members fail), a code that
 * the row lists, the headers of every answer. Paths without a row are none of its business.
 */
export function conform(path: string, answered: Answered): void {
  const called = operationAt(path);
  if (called === undefined) return;
  const { endpoint, version, id } = called;
  const where = `${version} ${id}: ${answered.status} ${JSON.stringify(answered.body)}`;
  const ok = answered.status === 200;
  const checker = ok ? answerChecker(id, endpoint, version) : errors;
  const checked = checker.check(answered.body);
  assert.ok(checked.ok, `${where}\n${checked.ok ? "" : JSON.stringify(checked.violations)}`);
  const { request_id: requestId, code } = answered.body as { request_id: string; code: string };
  assert.equal(answered.headers.get("x-request-id"), requestId, where);
  // `not_found` says that there is no such operation here, in an environment that does not serve it.
  if (ok || code === "not_found") return;
  const mayRefuse: readonly string[] = [
    ...commonRefusals,
    ...(endpoint.creates ? creationRefusals : []),
    ...(endpoint.refusals ?? []),
  ];
  assert.ok(mayRefuse.includes(code), `${where}: its row does not list ${code}`);
  if (answered.status === 429 || answered.status === 503)
    assert.match(answered.headers.get("retry-after") ?? "", /^\d+$/);
}

function answerChecker(id: string, { response }: Endpoint, version: ApiVersion): Checker<unknown> {
  const key = `${version} ${id}`;
  const known = answers.get(key) ?? compileSchema(response[version]);
  answers.set(key, known);
  return known;
}

function operationAt(path: string): { id: string; endpoint: Endpoint; version: ApiVersion } | undefined {
  const [, test, pinned, rest] = /^(\/test)?(?:\/(v[12]))?(\/[a-z/_-]+)$/.exec(path) ?? [];
  if (test === undefined && pinned === undefined) return undefined;
  const id = operationIds.find((one) => endpoints[one].path === rest);
  return id && { id, endpoint: endpoints[id], version: pinned === "v1" ? "v1" : "v2" };
}
