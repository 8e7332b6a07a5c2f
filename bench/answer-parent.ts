/** What every server of the bench does for the process that started it: tells its ports and usage, and ends with it. */
export function answerParent(ports: { readonly port: number; readonly pagesPort?: number }): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ rss: process.memoryUsage.rss(), cpuMicros: user + system });
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.(ports);
}
