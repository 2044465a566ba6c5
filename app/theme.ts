"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { isFromOwnPage } from "@/lib/auth/origin";

/** Keeps the theme that was chosen in a cookie for a year; "system" forgets the choice. */
export async function setTheme(form: FormData): Promise<void> {
  // A call from elsewhere than our form can bring anything.
  if (!(form instanceof FormData) || !(await isFromOwnPage())) return;
  const theme = form.get("theme");
  const kept = await cookies();
  if (theme === "light" || theme === "dark")
    kept.set("theme", theme, { path: "/", maxAge: 31_536_000, sameSite: "lax" });
  else kept.delete("theme");
  revalidatePath("/", "layout");
}
