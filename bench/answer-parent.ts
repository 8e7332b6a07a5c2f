/** What every server of the bench does for the process that started it: tells its ports and memory, and ends with it. */
export function answerParent(ports: { readonly port: number; readonly pagesPort?: number }): void {
  process.on("message", () => process.send?.({ rss: process.memoryUsage.rss() }));
  process.on("disconnect", () => process.exit(0));
  process.send?.(ports);
}
