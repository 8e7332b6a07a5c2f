import type { FastifyInstance } from "fastify";
import type { HubDeps } from "../../deps.ts";
import type { HealthBoard } from "../../provider/health.ts";
import { chooseLocale } from "../catalogue/locale.ts";
import { setPageHeaders } from "../headers.ts";
import { searchBanks } from "../search.ts";
import { renderProviders } from "./view.ts";

/** `/providers`: the directory of banks with their measured health, for everybody (hub-api section 5). */
export function registerDashboard(
  app: FastifyInstance,
  { hub, health }: { readonly hub: HubDeps; readonly health: HealthBoard },
): void {
  const https = hub.url.startsWith("https:");
  app.get("/providers", (request, reply) => {
    const { lang, q = "" } = (request.query ?? {}) as { readonly lang?: string; readonly q?: string };
    const banks = hub.connectors.list().map(({ bank }) => bank);
    const page = renderProviders({
      locale: chooseLocale({ asked: lang, acceptLanguage: request.headers["accept-language"] }),
      now: hub.clock.now(),
      measuredSince: health.since,
      test: hub.environment === "test",
      query: q.trim().slice(0, 70),
      banks: searchBanks(banks, q).map((bank) => ({ bank, health: health.of(bank.providerId) })),
    });
    return setPageHeaders(reply, { https }).type("text/html; charset=utf-8").send(page);
  });
}
