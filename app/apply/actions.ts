"use server";

import { after } from "next/server";
import { z } from "zod";
import { address, personName } from "@/db/people/address";
import { answerForm, applicationFields } from "@/lib/applications/form";
import { publicAction } from "@/lib/auth/action";
import { fileAndMail, spendAnswer, spendConfirmation } from "@/lib/auth/application-link";
import { judgeStamp } from "@/lib/auth/form-stamp";
import { limitApplication, limitApplicationLink, tooMany } from "@/lib/auth/limits";
import { Refused } from "@/lib/errors";

const ended = "This link does not work any more: it works once.";

/** Takes an application in. The answer is the same whatever is known of the company or the address; the work is done after it. */
export const apply = publicAction({
  name: "application.file",
  schema: applicationFields.extend({ name: personName, email: address }),
  run: async ({ name, email, fax, stamp, ...fields }) => {
    const wait = await limitApplication(email);
    if (wait) throw new Refused(tooMany(wait), "email");
    const judged = judgeStamp(stamp, new Date());
    if (judged === "early") throw new Refused("That was very fast. Look it over once more and send it again.");
    if (judged === "bad") throw new Refused("This page was open for too long. Reload it and send the form again.");
    // What a machine filled in is dropped, and it is told nothing.
    if (fax === "")
      after(() =>
        fileAndMail({ ...fields, contactName: name, contactEmail: email }).catch((error: Error) =>
          console.error(`an application was not kept: ${error.name}`),
        ),
      );
    return { redirectTo: "/apply/sent" };
  },
});

/** Confirms the address of an application: the button on the link's page, so that opening it alone never does. */
export const confirm = publicAction({
  name: "application.confirm",
  schema: z.object({ token: z.string().max(100) }),
  run: async ({ token }) => {
    const wait = await limitApplicationLink();
    if (wait) throw new Refused(tooMany(wait));
    if (!(await spendConfirmation(token))) throw new Refused(ended);
    return { redirectTo: "/apply/done" };
  },
});

/** Answers what staff asked about an application. */
export const answer = publicAction({
  name: "application.answer",
  schema: answerForm,
  run: async ({ token, text }) => {
    const wait = await limitApplicationLink();
    if (wait) throw new Refused(tooMany(wait));
    if (!(await spendAnswer(token, text))) throw new Refused(ended);
    return { redirectTo: "/apply/done" };
  },
});
