"use server";

import { decideApplication } from "@/db/applications/decide";
import { todayIn } from "@/db/program/queries";
import { decisionForm } from "@/lib/applications/form";
import { action } from "@/lib/auth/action";
import { applicationLink } from "@/lib/auth/application-link";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { staffDomains } from "@/lib/auth/sso-settings";

export const decide = action({
  name: "application.decide",
  permission: "applications.decide",
  schema: decisionForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await decideApplication(tx, actor, input, {
      today: await todayIn(tx),
      portalUrl: publicUrl(),
      staffDomains: staffDomains(),
      link: applicationLink("/apply/answer"),
    });
    return { audit, committed: deliverSoon, redirectTo: `/applications/${input.applicationId}` };
  },
});
