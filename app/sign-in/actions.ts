"use server";

import { after } from "next/server";
import { z } from "zod";
import { address } from "@/db/people/address";
import { publicAction } from "@/lib/auth/action";
import { limitLinkRequest, limitSignIn, tooMany } from "@/lib/auth/limits";
import { localPath } from "@/lib/auth/local-path";
import { mailSignInLink, markBrowser } from "@/lib/auth/sign-in-link";
import { singleSignOnUrl } from "@/lib/auth/sso";
import { Refused } from "@/lib/errors";

/** Where to go on. One that leads nowhere is no reason to keep a person out. */
const next = z
  .string()
  .optional()
  .transform((path) => localPath(path));

/** Sends staff to the single sign-on provider. */
export const startSingleSignOn = publicAction({
  name: "signIn.startSingleSignOn",
  schema: z.object({ next }),
  run: async (input) => {
    const wait = await limitSignIn();
    if (wait) throw new Refused(tooMany(wait));
    const url = await singleSignOnUrl(input.next);
    // next-auth answers with our own page when the provider could not be asked.
    if (new URL(url).searchParams.has("error")) throw new Refused(unreachable);
    return { redirectTo: url };
  },
});

/** Mails a sign-in link to a partner person. The answer is the same for every address; the work is done after it. */
export const requestLink = publicAction({
  name: "signIn.requestLink",
  schema: z.object({ email: address, next }),
  run: async (input) => {
    const wait = await limitLinkRequest(input.email);
    if (wait) throw new Refused(tooMany(wait), "email");
    const browser = await markBrowser();
    after(() =>
      mailSignInLink(input.email, browser, input.next).catch((error: Error) =>
        console.error(`a sign-in link was not mailed: ${error.name}`),
      ),
    );
    return { redirectTo: "/sign-in/check-mail" };
  },
});

const unreachable =
  "The single sign-on provider does not answer. People who are signed in stay so; try again in a few minutes.";
