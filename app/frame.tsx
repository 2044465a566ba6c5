import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut, stopViewing } from "@/app/(portal)/account/actions";
import { setTheme } from "@/app/theme";
import { MenuButton, MenuLink } from "@/components/shell/menu-item";
import { Shell } from "@/components/shell/shell";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { roleLabels } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { currentViewer } from "@/lib/auth/require-viewer";
import { formatInstant } from "@/lib/format";
import { menuOf } from "@/lib/routes";

/** The frame around every signed-in page. It decides nothing: each page asks for its own permission. */
export async function Frame({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  const theme = (await cookies()).get("theme")?.value;
  return (
    <Shell
      home="/home"
      nav={navOf(viewer)}
      person={personOf(viewer)}
      personMenu={
        <>
          <ThemeSwitch action={setTheme} current={theme === "light" || theme === "dark" ? theme : "system"} />
          <MenuLink href="/account" icon="key-round">
            Account and sessions
          </MenuLink>
          <ActionForm action={signOut} failed="You are still signed in." className="">
            <MenuButton icon="log-out">Sign out</MenuButton>
          </ActionForm>
        </>
      }
      banner={viewAsBanner(viewer)}
    >
      {children}
    </Shell>
  );
}

/** The menu, with how many alerts are open for whoever looks: it came with the session. */
function navOf(viewer: Viewer) {
  const { openAlerts: open = 0 } = viewer;
  const count = open >= 100 ? "99+" : open > 0 ? String(open) : undefined;
  return menuOf(viewer).map((item) => (item.href === "/alerts" && count ? { ...item, count } : item));
}

function personOf(viewer: Viewer) {
  if (viewer.kind === "staff") return { name: viewer.name, roleLabel: roleLabels[viewer.role] };
  return { name: viewer.name, roleLabel: roleLabels[viewer.role], company: viewer.partnerName };
}

/** Staff who look as a partner see so on every page. */
function viewAsBanner(viewer: Viewer) {
  if (viewer.kind === "staff" || !viewer.viewedBy) return undefined;
  const until = formatInstant(viewer.viewedBy.until).split(", ")[1];
  return {
    text: `You see the portal as ${viewer.partnerName} does, read only, until ${until} UTC.`,
    action: (
      <ActionForm action={stopViewing} failed="You still look as the partner." className="">
        <ActionButton size="small">Stop viewing</ActionButton>
      </ActionForm>
    ),
  };
}
