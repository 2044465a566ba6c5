import { startDraining } from "@/lib/draining";

/** Milliseconds between being told to stop and taking no new connection: a load balancer must notice readiness. */
const drainMs = () => Math.min(Number(process.env.DRAIN_SECONDS || 1), 60) * 1_000;
/** Milliseconds for what is on its way after that. */
const mostMs = 12_000;

/**
 * Told to stop, the process first says so: readiness turns to 503 and every answer closes its connection. Then Next takes
 * over: no new connection, what is on its way and what runs after answers is finished. What is not by then is cut off.
 */
export function drainBeforeStopping(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const stops = process.listeners(signal);
    process.removeAllListeners(signal);
    process.once(signal, () => {
      startDraining();
      setTimeout(() => {
        for (const stop of stops) stop.call(process, signal);
      }, drainMs());
      setTimeout(() => process.exit(1), drainMs() + mostMs).unref();
    });
  }
}
