import { expect, it } from "vitest";
import { type Role, roleLabels } from "./access/roles";
import type { Viewer } from "./access/viewer";
import { menuOf } from "./routes";

it.each(Object.keys(roleLabels) as Role[])("the menu of a %s shows no icon and no name twice", (role) => {
  const kind = role.startsWith("partner_") ? "partner" : "staff";
  const menu = menuOf({ kind, role, partnerId: "p" } as Viewer);
  expect(menu.length).toBeGreaterThan(5);
  for (const part of ["icon", "label"] as const)
    expect(new Set(menu.map((item) => item[part])).size, part).toBe(menu.length);
});
