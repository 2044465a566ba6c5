type TimeProps = { iso: string; absolute: string; relative?: string; zone?: string };

/** The absolute moment first, how long ago second; the exact one with its zone on hover. */
export function Time({ iso, absolute, relative, zone }: TimeProps) {
  return (
    <time dateTime={iso} title={zone ? `${iso} (${zone})` : iso} className="whitespace-nowrap">
      {absolute}
      {relative ? <span className="text-muted">, {relative}</span> : null}
    </time>
  );
}
