import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { setTheme } from "@/app/theme";
import { MenuLink } from "@/components/shell/menu-item";
import { Shell } from "@/components/shell/shell";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { roleLabels } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { currentViewer } from "@/lib/auth/require-viewer";
import { menuOf } from "@/lib/routes";

/** The frame around every signed-in page. It decides nothing: each page asks for its own permission. */
export async function Frame({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  const theme = (await cookies()).get("theme")?.value;
  return (
    <Shell
      home="/home"
      nav={menuOf(viewer)}
      person={personOf(viewer)}
      personMenu={
        <>
          <ThemeSwitch action={setTheme} current={theme === "light" || theme === "dark" ? theme : "system"} />
          <MenuLink href="/sessions" icon="key-round">
            Sessions
          </MenuLink>
        </>
      }
    >
      {children}
    </Shell>
  );
}

function personOf(viewer: Viewer) {
  if (viewer.kind === "staff") return { name: viewer.name, roleLabel: roleLabels[viewer.role] };
  return { name: viewer.name, roleLabel: roleLabels[viewer.role], company: viewer.partnerName };
}
