import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

export type Theme = "system" | "light" | "dark";

const THEMES = [
  { value: "system", label: "System", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
] as const;

/** Three buttons that post `theme`; the action keeps it in the cookie of that name. */
export function ThemeSwitch({ action, current }: { action: (data: FormData) => Promise<void>; current: Theme }) {
  return (
    <form action={action} className="px-2.5 py-1.5">
      <fieldset>
        <legend className="text-muted mb-1.5 text-xs">Theme</legend>
        <div className="bg-sunken border-line flex gap-0.5 rounded-md border p-0.5">
          {THEMES.map((theme) => (
            <button
              key={theme.value}
              type="submit"
              name="theme"
              value={theme.value}
              aria-pressed={theme.value === current}
              className={cx(
                "flex h-7 flex-1 items-center justify-center gap-1 rounded text-xs",
                theme.value === current ? "bg-surface text-ink shadow-card font-medium" : "text-muted hover:text-ink",
              )}
            >
              <Icon name={theme.icon} className="size-3.5" />
              {theme.label}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
