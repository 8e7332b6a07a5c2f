// tallystick: the command line. The only place of this package that reads the environment.
import { enableCompileCache } from "node:module";

// Before the first import of ours, so that the second start need not compile them again.
enableCompileCache();

const usage = `tallystick COMMAND

  start    run the hub, the sandbox banks and a demo shop on this machine (npm start)`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command !== "start") {
    process.stderr.write(`${usage}\n`);
    return command === undefined || command === "help" || command === "--help" ? 0 : 2;
  }
  const { start } = await import("./start/start.ts");
  const { env } = process;
  await start(args, {
    home: env["INIT_CWD"] ?? process.cwd(),
    databaseUrl: env["DATABASE_URL"],
    killAt: env["TALLYSTICK_KILL_AT"],
    logLevel: env["TALLYSTICK_LOG"],
  });
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { exitCodeOf, tell } = await import("./tell.ts");
  process.stderr.write(`${tell(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
