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
  const [{ readConfig, setting }, { logLevels, start }] = await Promise.all([
    import("@tallystick/kit"),
    import("./start/start.ts"),
  ]);
  const config = readConfig(process.env, {
    home: setting.text("INIT_CWD", { default: process.cwd() }),
    databaseUrl: setting.optional(setting.text("DATABASE_URL")),
    killAt: setting.optional(setting.text("TALLYSTICK_KILL_AT")),
    logLevel: setting.oneOf("TALLYSTICK_LOG", logLevels, { default: "warn" }),
  });
  await start(args, config);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { exitCodeOf, tell } = await import("./tell.ts");
  process.stderr.write(`${tell(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
