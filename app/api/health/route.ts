/** Whether this process serves: 200 without asking the database. Whether it can answer people, says `ready`. */
export function GET() {
  return Response.json({ status: "alive" }, { headers: { "cache-control": "no-store" } });
}
