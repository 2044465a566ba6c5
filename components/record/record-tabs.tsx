import { Tabs } from "@/components/ui/tabs";
import { type RecordShow, recordHref, recordShows } from "@/lib/record/filter";

/** The overview of a partner and the parts of its record, each a page. */
export function RecordTabs({ partnerId, show }: { partnerId: string; show: RecordShow | "overview" }) {
  const parts = Object.entries(recordShows) as [RecordShow, string][];
  return (
    <Tabs
      label="Parts of the record"
      items={[
        { href: `/partners/${partnerId}`, label: "Overview", current: show === "overview" },
        ...parts.map(([key, label]) => ({ href: recordHref(partnerId, key), label, current: show === key })),
      ]}
    />
  );
}
