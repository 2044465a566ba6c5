import { readiness } from "@/db/readiness";
import { isDraining } from "@/lib/draining";

/** Whether this process can answer people: 200, or 503 with the kind of reason. At most one question a second reaches the database. */
export async function GET() {
  const found = isDraining() ? { ready: false as const, reason: "stopping" } : await readiness(Date.now());
  const body = found.ready ? { status: "ready", worker: found.worker } : { status: "not ready", reason: found.reason };
  const headers = { "cache-control": "no-store", ...(found.ready ? {} : { "retry-after": "5" }) };
  return Response.json(body, { status: found.ready ? 200 : 503, headers });
}
