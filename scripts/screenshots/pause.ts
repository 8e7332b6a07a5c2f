import pg from "pg";
import type { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import type { JourneyLink, World } from "../../packages/sandbox/journeys/harness/world.ts";

/**
 * Shows the payer's link at a stop that lasts a moment only: its status is written straight into the database, and the
 * page does not hear what becomes of it.
 */
export async function showAt(world: World, payer: Payer, link: JourneyLink, status: string): Promise<void> {
  await keepStill(payer);
  const client = new pg.Client({ connectionString: world.system.databaseUrl });
  await client.connect();
  try {
    await client.query("update hub_test.link set status = $1 where link_id = $2", [status, link.link_id]);
  } finally {
    await client.end();
  }
  await payer.open(link);
}

/** The page no longer hears what happens to its link, as a window in the background. */
export async function keepStill({ page }: Payer): Promise<void> {
  await page.route("**/status", (route) => route.abort());
}
