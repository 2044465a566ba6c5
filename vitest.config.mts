import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared = {
  resolve: {
    alias: { "@": root.replace(/\/$/, ""), "server-only": `${root}node_modules/server-only/empty.js` },
    conditions: ["react-server"],
  },
  ssr: { resolve: { conditions: ["react-server", "node", "module"] } },
};

export default defineConfig({
  test: {
    // Tests wait for the database more than they reckon: on two cores, one worker would leave one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        ...shared,
        test: {
          name: "lib",
          include: ["lib/**/*.test.ts", "bin/**/*.test.ts"],
          exclude: ["lib/auth/**"],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: "db",
          include: ["db/**/*.test.ts", "lib/auth/**/*.test.ts"],
          globalSetup: "db/testing/global-setup.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "faults",
          include: ["e2e/faults/**/*.test.ts"],
          globalSetup: "e2e/faults/global-setup.ts",
          // A machine that others use as well may be ten times slower.
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
