export { openTestDatabase, testDatabaseUrl, type TestDatabase } from "./database.ts";
export { createScratchDatabase, type ScratchDatabase } from "./scratch-database.ts";
