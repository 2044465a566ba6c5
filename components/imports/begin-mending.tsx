import { ActionButton, ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";

/** Opens the rows that a published import held back, to be mended and published after it. */
export function BeginMending({ batch, mend }: { batch: string; mend: FormAction }) {
  return (
    <ActionForm action={mend} hidden={{ batch }} failed="The rows were not opened." className="">
      <ActionButton icon="pencil">Mend these rows</ActionButton>
    </ActionForm>
  );
}
