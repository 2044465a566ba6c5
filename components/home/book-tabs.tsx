import { Tabs } from "@/components/ui/tabs";
import { morningHref } from "@/lib/home/filter";

type BookTabsProps = { path: string; list?: string; book: string; hasBook: boolean };

/** The own book, or the whole program; nothing for those who have no book. */
export function BookTabs({ path, list, book, hasBook }: BookTabsProps) {
  if (!hasBook) return null;
  return (
    <Tabs
      label="Partners"
      items={[
        { href: morningHref(path, { list, book: "" }), label: "My partners", current: book !== "all" },
        { href: morningHref(path, { list, book: "all" }), label: "Whole program", current: book === "all" },
      ]}
    />
  );
}
