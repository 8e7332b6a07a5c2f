import type { RunningSystem } from "@tallystick/sandbox";

/** What a newcomer reads once everything runs. */
export function welcome(system: RunningSystem): string {
  const { addresses, testClient, demoLink, users, files } = system;
  const lines = [
    "",
    "Tallystick is running, all of it on this machine.",
    "",
    `  Buy something     ${addresses.shop}`,
    `  Pay a link        ${demoLink}`,
    `  The hub's API     ${addresses.hub}/test`,
    `    client_id       ${testClient.clientId}`,
    `    client_secret   ${testClient.clientSecret}`,
    "",
    "  Create a link of your own:",
    "",
    `    curl -s ${addresses.hub}/test/links/create -H 'content-type: application/json' -d @${quoted(files.linkRequest)}`,
    "",
    `  Banks (mutual TLS ${addresses.banksXs2a}/{bank}/xs2a/berlin/1.3, client certificate ${files.tppCert};`,
    `  paysera_ge is a Georgian one: ${addresses.banksXs2a}/paysera_ge/xs2a/georgia/0.8;`,
    "  how to call them with curl: docs/try-the-bank.md):",
    "",
  ];
  for (const [providerId, people] of Object.entries(users)) {
    const pages = `${addresses.banksPages}/${providerId}`;
    lines.push(`    ${providerId}  phone: ${pages}/phone, access given to TPPs: ${pages}/access`);
    for (const user of people) {
      const proof = { code: "code on the phone", push: "approve on the phone", static_pin: `pin ${user.pin ?? ""}` }[
        user.sca
      ];
      lines.push(`      ${user.login} / ${user.password} (${proof})`);
    }
  }
  lines.push("", `  Data in ${system.dataDir}; stop with Ctrl-C.`, "");
  return lines.join("\n");
}

/** The last line of standard output of `npm start -- --json`. */
export function machineReadable(system: RunningSystem): string {
  const { addresses, testClient, users, files } = system;
  return JSON.stringify({
    hub: addresses.hub,
    shop: addresses.shop,
    banks: Object.fromEntries(
      Object.keys(users).map((id) => [
        id,
        { xs2a: `${addresses.banksXs2a}/${id}`, pages: `${addresses.banksPages}/${id}` },
      ]),
    ),
    test_client: { client_id: testClient.clientId, client_secret: testClient.clientSecret },
    tpp: { cert: files.tppCert, key: files.tppKey, ca: files.ca },
    users: Object.fromEntries(
      Object.entries(users).map(([id, people]) => [
        id,
        people.map(({ login, password, sca, pin, accounts }) => ({
          login,
          password,
          sca,
          ...(pin === undefined ? {} : { pin }),
          accounts: accounts.map(({ iban }) => iban),
        })),
      ]),
    ),
    demo_link: system.demoLink,
    data_dir: system.dataDir,
    pid: process.pid,
  });
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
