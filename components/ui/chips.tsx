import { Icon } from "./icon";
import { TextLink } from "./text-link";

type ChipsProps = { items: { label: string; value: string; removeHref: string }[]; clearHref: string };

/** The filters in force; each chip is the link that removes it. */
export function Chips({ items, clearHref }: ChipsProps) {
  if (items.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-2">
      {items.map((chip) => (
        <li key={`${chip.label}:${chip.value}`}>
          <a
            href={chip.removeHref}
            aria-label={`Remove filter ${chip.label}: ${chip.value}`}
            className="bg-surface border-line-strong hover:bg-hover inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs"
          >
            <span className="text-muted">{chip.label}</span>
            <span className="text-ink font-medium">{chip.value}</span>
            <Icon name="x" className="text-muted size-3 print:hidden" />
          </a>
        </li>
      ))}
      <li className="print:hidden">
        <TextLink href={clearHref} quiet className="text-muted px-1 py-1 text-xs">
          Clear all
        </TextLink>
      </li>
    </ul>
  );
}
