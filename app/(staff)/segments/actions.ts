"use server";

import { changeView, removeView, saveView } from "@/db/views/commands";
import { action } from "@/lib/auth/action";
import { parametersOf } from "@/lib/deals/address";
import { changeViewForm, removeViewForm, saveViewForm } from "@/lib/deals/views";
import { segmentAddress, segmentQuery, segmentsHref, segmentViewHref } from "@/lib/segments/address";

const list = "segments";
const asKept = (query: string) => segmentQuery(segmentAddress.parse(parametersOf(query)));

export const keepSegment = action({
  name: "segment.save",
  permission: "lists.keep",
  schema: saveViewForm,
  run: async ({ tx, viewer, input }) => {
    const query = asKept(input.query);
    const { id, audit } = await saveView(tx, viewer, {
      list,
      name: input.name,
      sharing: input.sharing,
      query,
      columns: [],
    });
    return { audit, redirectTo: segmentViewHref({ id, query }) };
  },
});

export const renewSegment = action({
  name: "segment.change",
  permission: "lists.keep",
  schema: changeViewForm,
  run: async ({ tx, viewer, input }) => {
    const query = asKept(input.query);
    const { audit } = await changeView(tx, viewer, input.view, {
      list,
      name: input.name,
      sharing: input.sharing,
      query,
      columns: [],
    });
    return { audit, redirectTo: segmentViewHref({ id: input.view, query }) };
  },
});

export const dropSegment = action({
  name: "segment.remove",
  permission: "lists.keep",
  schema: removeViewForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await removeView(tx, viewer, input.view);
    return { audit, redirectTo: segmentsHref({}) };
  },
});
