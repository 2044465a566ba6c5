"use server";

import { arrangeList, changeView, removeView, saveView } from "@/db/views/commands";
import { readKeptList } from "@/db/views/queries";
import { action } from "@/lib/auth/action";
import { addressOf, dealsHref, queryOf } from "@/lib/deals/address";
import {
  arrangedColumns,
  arrangeForm,
  changeViewForm,
  openList,
  removeViewForm,
  saveViewForm,
  viewHref,
} from "@/lib/deals/views";
import { isId } from "@/lib/lists/parameters";

const list = "deals";

export const arrangeDeals = action({
  name: "list.arrange",
  permission: "lists.keep",
  schema: arrangeForm,
  run: async ({ tx, viewer, input }) => {
    const columns = arrangedColumns(viewer, input);
    const address = addressOf(input.query);
    // In an open view the columns are tried out, and kept when the view is saved.
    if (isId(address.view))
      return { audit: [], redirectTo: dealsHref(address, { cols: columns?.join() ?? "", after: "", before: "" }) };
    const { audit } = await arrangeList(tx, viewer, { list, columns, density: input.density });
    return { audit, redirectTo: dealsHref(address, { cols: "" }) };
  },
});

export const keepView = action({
  name: "view.save",
  permission: "lists.keep",
  schema: saveViewForm,
  run: async ({ tx, viewer, input }) => {
    const address = addressOf(input.query);
    const { columns } = openList(viewer, address, await readKeptList(viewer, list));
    const text = { list, name: input.name, sharing: input.sharing, query: queryOf(address), columns };
    const { id, audit } = await saveView(tx, viewer, text);
    return { audit, redirectTo: viewHref({ id, query: text.query }) };
  },
});

export const renewView = action({
  name: "view.change",
  permission: "lists.keep",
  schema: changeViewForm,
  run: async ({ tx, viewer, input }) => {
    const address = addressOf(input.query);
    const { columns } = openList(viewer, { ...address, view: input.view }, await readKeptList(viewer, list));
    const text = { list, name: input.name, sharing: input.sharing, query: queryOf(address), columns };
    const { audit } = await changeView(tx, viewer, input.view, text);
    return { audit, redirectTo: viewHref({ id: input.view, query: text.query }) };
  },
});

export const dropView = action({
  name: "view.remove",
  permission: "lists.keep",
  schema: removeViewForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await removeView(tx, viewer, input.view);
    return { audit, redirectTo: dealsHref({}, { view: "none" }) };
  },
});
