import type { Instrumentation } from "next";

/** Runs once, before the server takes its first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NODE_ENV !== "production") return;
  const { startServing } = await import("./app/serving/start");
  await startServing();
}

/** A page, route or action threw what nobody caught. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logFault } = await import("./app/serving/log");
  logFault(error, request, context);
};
