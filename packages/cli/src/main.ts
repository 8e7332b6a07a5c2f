// tallystick: the command line. The only place of this package that reads the environment.
import { enableCompileCache } from "node:module";
import type { Setting } from "@tallystick/kit";

// Before the first import of ours, so that the second start need not compile them again.
enableCompileCache();

/** Account and password belong into this one, so it is not one of kit's plain URLs; its text is never repeated. */
function postgresUrl(text: Setting<string>): Setting<string> {
  const isOne = (value: string): boolean => /^postgres(?:ql)?:$/.test(URL.parse(value)?.protocol ?? "");
  const read = (value: string) =>
    isOne(value) ? { value } : { problem: "must be a URL as in postgres://account@host:5432/database" };
  return { ...text, read };
}

const usage = `tallystick COMMAND

  start    run the hub, the sandbox banks and a demo shop on this machine (npm start)
  certs    make and revoke certificates of the sandbox (certs --help)
  listen   bring the webhooks of a running sandbox to a port of yours (listen --help)
  clients  add API clients of the hub, add and retire their keys (clients --help)`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === "certs") {
    const [{ readConfig, setting }, { certs }] = await Promise.all([
      import("@tallystick/kit"),
      import("./certs/certs.ts"),
    ]);
    const { home } = readConfig(process.env, { home: setting.text("INIT_CWD", { default: process.cwd() }) });
    await certs(args, home);
    return 0;
  }
  if (command === "listen") {
    const [{ readConfig, setting }, { listenToWebhooks }] = await Promise.all([
      import("@tallystick/kit"),
      import("./listen/listen.ts"),
    ]);
    const { home } = readConfig(process.env, { home: setting.text("INIT_CWD", { default: process.cwd() }) });
    await listenToWebhooks(args, home);
    return 0;
  }
  if (command === "clients") {
    const [{ readConfig, setting }, { clients }] = await Promise.all([
      import("@tallystick/kit"),
      import("./clients/clients.ts"),
    ]);
    const config = readConfig(process.env, {
      home: setting.text("INIT_CWD", { default: process.cwd() }),
      databaseUrl: setting.optional(postgresUrl(setting.text("DATABASE_URL"))),
    });
    await clients(args, config);
    return 0;
  }
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
    databaseUrl: setting.optional(postgresUrl(setting.text("DATABASE_URL"))),
    underNpm: setting.optional(setting.text("npm_lifecycle_event")),
    killAt: setting.optional(setting.text("TALLYSTICK_KILL_AT")),
    logLevel: setting.oneOf("TALLYSTICK_LOG", logLevels, { default: "warn" }),
  });
  await start(args, { ...config, underNpm: config.underNpm !== undefined });
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { exitCodeOf, tell } = await import("./tell.ts");
  process.stderr.write(`${tell(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
