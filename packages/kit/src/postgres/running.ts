import { runningPostmaster } from "./postmaster.ts";
import { answers } from "./server.ts";
import { clusterOf, readSettings, urlOf } from "./settings.ts";

/**
 * The address of the server that another process runs on the data folder, with user and password, for a program that
 * works beside it; undefined when none answers. It stays the other process's to stop.
 */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const settings = await readSettings(dataDir);
  if (settings === undefined) return undefined;
  const cluster = clusterOf(settings);
  const postmaster = runningPostmaster(cluster);
  if (postmaster === undefined || !postmaster.ready) return undefined;
  const url = urlOf(settings, postmaster.port);
  return (await answers(url, cluster, 1_500)) ? url : undefined;
}
