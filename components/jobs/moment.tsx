import { Time } from "@/components/ui/time";
import { formatInstant, formatRelative } from "@/lib/format";

/** An instant in the program's time zone; how long ago when `now` is given. */
export function Moment({ at, now, timeZone }: { at: Date; now?: Date; timeZone: string }) {
  const relative = now ? formatRelative(at, now) : undefined;
  return <Time iso={at.toISOString()} absolute={formatInstant(at, timeZone)} relative={relative} zone={timeZone} />;
}
