import { defineConfig } from "@playwright/test";
import { findChromium } from "./e2e/browser";

const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results",
  // The stories change one portal's data, in the order of the files.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  projects: [
    { name: "stories", testIgnore: ["security/**", "faults/**", "lighthouse/**"] },
    { name: "security", testMatch: "security/**/*.spec.ts" },
    { name: "lighthouse", testMatch: "lighthouse/**/*.spec.ts" },
  ],
  use: {
    launchOptions: executablePath ? { executablePath } : {},
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
