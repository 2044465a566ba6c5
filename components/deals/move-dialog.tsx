"use client";

import { useEffect, useRef, useState } from "react";
import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/auth/form-state";
import { movesFrom, type Stage } from "@/lib/deals/stage-moves";

type Moving = { id: string; name: string; stage: string };
type MoveDialogProps = { stages: readonly Stage[]; action: FormAction };

/** Opens the move of a deal over the list, where its link would lead to the deal's page. Without scripts the link does. */
export function MoveDialog({ stages, action }: MoveDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [moving, setMoving] = useState<Moving | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const open = (event: MouseEvent) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-move]");
      if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      setSaid("");
      setMoving(movingOf(link));
      dialog.current?.showModal();
    };
    document.addEventListener("click", open, true);
    return () => document.removeEventListener("click", open, true);
  }, []);
  const move: FormAction = async (state, form) => {
    const answer = await action(state, form);
    if (!answer.notice) return answer;
    dialog.current?.close();
    setSaid(answer.notice);
    setMoving(null);
    return {};
  };
  return (
    <>
      <p role="status" className="text-good text-xs empty:hidden">
        {said}
      </p>
      <dialog
        ref={dialog}
        aria-label="Move this deal"
        className="bg-surface text-body border-line shadow-raised backdrop:bg-black/30 m-auto w-96 max-w-[calc(100vw-2rem)] rounded-lg border p-5"
      >
        {moving ? (
          <MoveForm
            key={`${moving.id} ${moving.stage}`}
            moving={moving}
            stages={stages}
            action={move}
            close={() => dialog.current?.close()}
          />
        ) : null}
      </dialog>
    </>
  );
}

type MoveFormProps = MoveDialogProps & { moving: Moving; close: () => void };

function MoveForm({ moving, stages, action, close }: MoveFormProps) {
  const from = stages.find(({ key }) => key === moving.stage);
  return (
    <>
      <h2 className="mb-3 text-sm font-semibold wrap-anywhere">{moving.name}</h2>
      <ActionForm
        action={action}
        hidden={{ dealId: moving.id, shownStage: moving.stage, stay: "yes" }}
        failed="The deal was not moved."
      >
        <ActionSelect
          name="stage"
          label={`From ${from?.name ?? moving.stage} to`}
          placeholder="Choose a stage"
          help="Won and lost are final: later only a correction changes them."
          options={movesFrom(stages, moving.stage).map(({ key, name }) => ({ value: key, label: name }))}
          defaultValue=""
        />
        <ActionInput name="reason" label="Reason" maxLength={500} help="Needed when the deal was lost." />
        <div className="flex gap-2">
          <ActionButton variant="primary">Move the deal</ActionButton>
          <Button type="button" onClick={close}>
            Cancel
          </Button>
        </div>
      </ActionForm>
    </>
  );
}

/** The deal that the link belongs to: its id from the address, its name from the line or card around it. */
function movingOf(link: HTMLAnchorElement): Moving {
  const around = link.closest("tr, li");
  return {
    id: new URL(link.href).pathname.split("/").at(-1) ?? "",
    name: around?.querySelector(".row-link, .card-link")?.textContent ?? "This deal",
    stage: link.dataset.move ?? "",
  };
}
