/** Whether this process lives. Says nothing of the database: see `ready`. */
export function GET() {
  return Response.json({ status: "alive" }, { headers: { "cache-control": "no-store" } });
}
