import type { NextConfig } from "next";
import { closedPolicy, fixedHeaders } from "./lib/auth/fixed-headers";

const everywhere = { ...fixedHeaders, "Content-Security-Policy": closedPolicy };

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: ["postgres", "nodemailer"],
  // What the proxy sets replaces these: they are for files, refusals and redirects that it never sees.
  headers: async () => [
    { source: "/:path*", headers: Object.entries(everywhere).map(([key, value]) => ({ key, value })) },
    { source: "/files/:path*", headers: [{ key: "Cache-Control", value: "private, no-store" }] },
    { source: "/imports/upload", headers: [{ key: "Cache-Control", value: "private, no-store" }] },
  ],
  // Names the build: an answer that an earlier one kept may have another shape.
  env: { BUILT_AT: new Date().toISOString() },
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
