import { FilterMenu } from "@/components/tables/filter-menu";
import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { type KeptView, viewHref } from "@/lib/deals/views";
import type { Option } from "@/lib/lists/links";

export type ViewActions = { save: FormAction; change: FormAction; remove: FormAction };

type ViewMenuProps = {
  views: readonly KeptView[];
  open: KeptView | null;
  /** Who may see a view: the person, their side, and for those who choose it people of a role. */
  sharings: readonly Option[];
  /** Whether the open view is the viewer's to change. */
  mayChange: boolean;
  query: string;
  actions: ViewActions;
  /** Where a view of another list than that of deals opens. */
  hrefOf?: (view: KeptView) => string;
};

/** Every view of the list, and the forms that keep what is shown, change the open view or remove it. */
export function ViewMenu({ views, open, sharings, mayChange, query, actions, hrefOf = viewHref }: ViewMenuProps) {
  return (
    <FilterMenu label="Views" alignEnd>
      <div className="space-y-4 md:w-80">
        {views.length > 0 ? (
          <ul className="max-h-56 overflow-y-auto">
            {views.map((view) => (
              <li key={view.id} className="flex items-baseline justify-between gap-3 py-1">
                <TextLink href={hrefOf(view)} className="min-w-0 truncate">
                  {view.name}
                </TextLink>
                <span className="text-muted shrink-0 text-xs">{sharingOf(view, sharings)}</span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted text-xs">
            Keep what the list shows now under a name, and come back to it with one click.
          </p>
        )}
        {open && mayChange ? <ChangeForm view={open} sharings={sharings} query={query} actions={actions} /> : null}
        <ActionForm action={actions.save} hidden={{ query }} failed="The view was not kept." className={FORM}>
          <ActionInput
            id="new-view"
            name="name"
            label={open ? "Keep as another view" : "Keep this view as"}
            maxLength={60}
          />
          <ActionSelect id="new-view-for" name="sharing" label="For" options={sharings} defaultValue="own" />
          <ActionButton size="small" variant="primary" className="max-md:h-11">
            Keep the view
          </ActionButton>
        </ActionForm>
      </div>
    </FilterMenu>
  );
}

const FORM = "border-line space-y-3 border-t pt-3";

type ChangeFormProps = Pick<ViewMenuProps, "sharings" | "query" | "actions"> & { view: KeptView };

function ChangeForm({ view, sharings, query, actions }: ChangeFormProps) {
  return (
    <div className={FORM}>
      <ActionForm
        // No filter in a key: what stands in the address must not show in the marks that forms carry.
        key={`${view.id} ${view.name}`}
        action={actions.change}
        hidden={{ view: view.id, query }}
        failed="The view was not changed."
        className="space-y-3"
      >
        <ActionInput id="view-name" name="name" label="The open view" maxLength={60} defaultValue={view.name} />
        <ActionSelect
          id="view-for"
          name="sharing"
          label="For"
          options={sharings}
          defaultValue={view.sharing === "role" ? (view.role ?? "") : view.sharing}
        />
        <ActionButton size="small" className="max-md:h-11">
          Save it as shown now
        </ActionButton>
      </ActionForm>
      <ActionForm action={actions.remove} hidden={{ view: view.id }} failed="The view was not removed." className="">
        <ActionButton size="small" variant="quiet" icon="trash-2" className="max-md:h-11">
          {view.sharing === "own" ? "Remove this view" : "Remove this view for everybody"}
        </ActionButton>
      </ActionForm>
    </div>
  );
}

/** Whom a view is for, and whose it is when it is somebody else's. */
function sharingOf(view: KeptView, sharings: readonly Option[]): string {
  const key = view.sharing === "role" ? view.role : view.sharing;
  const label =
    sharings.find(({ value }) => value === key)?.label ?? (view.sharing === "role" ? "First view" : "Shared");
  return view.mine || !view.maker ? label : `${label}, by ${view.maker}`;
}
