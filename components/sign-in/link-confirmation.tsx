import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/field";

type LinkConfirmationProps = {
  personName: string;
  partnerName: string;
  sameBrowser: boolean;
  token: string;
  next: string;
};

/** The button that spends a link: opening the page alone never does, so a mail scanner cannot. */
export function LinkConfirmation({ personName, partnerName, sameBrowser, token, next }: LinkConfirmationProps) {
  return (
    <form method="post" action="/sign-in/link/use" className="space-y-4">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="next" value={next} />
      {sameBrowser ? null : (
        <>
          <Callout tone="warn" title="This link was asked for in another browser">
            Go on only if you asked for it yourself, on another device or in another browser. If someone sent it to you,
            close this page.
          </Callout>
          <Checkbox
            name="confirmed"
            value="yes"
            required
            label={`I asked for this link and want to sign in here as ${personName}`}
          />
        </>
      )}
      <Button variant="primary" className="w-full">
        Sign in to {partnerName}
      </Button>
    </form>
  );
}
