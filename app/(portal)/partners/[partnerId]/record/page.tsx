import type { Metadata } from "next";
import { redirect } from "next/navigation";
import * as own from "@/app/(portal)/partners/record-actions";
import * as staffs from "@/app/(staff)/partners/record-actions";
import { removeFile } from "@/app/files/actions";
import { FileList } from "@/components/files/file-list";
import { PartnerHeader } from "@/components/partners/partner-header";
import { ContactList } from "@/components/record/contact-list";
import { ContractList } from "@/components/record/contract-list";
import { LogList } from "@/components/record/log-list";
import { MoneyOverview } from "@/components/record/money-overview";
import { RecordTabs } from "@/components/record/record-tabs";
import { TaskBoard } from "@/components/record/task-board";
import { readRecord } from "@/db/record/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isFileProblem } from "@/lib/files/file-problems";
import type { Parameters } from "@/lib/lists/parameters";
import { recordFilter, recordHref } from "@/lib/record/filter";

type Props = { params: Promise<{ partnerId: string }>; searchParams: Promise<Parameters> };

export const metadata: Metadata = { title: "Partner record" };

/** The parts of a partner's record, one at a time; the viewer decides what stands in them. */
export default async function PartnerRecordPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("partners.read");
  const asked = await searchParams;
  const filter = recordFilter.parse(asked);
  const read = readRecord(viewer, (await params).partnerId, filter, new Date());
  const { partner, program, part } = await orNotFound(read);
  if (partner.mergedIntoId) redirect(recordHref(partner.mergedIntoId, filter.show));
  const staff = viewer.kind === "staff";
  const may = {
    edit: can(viewer, "partners.edit"),
    viewAs: can(viewer, "partners.viewAs"),
    merge: can(viewer, "partners.merge"),
  };
  const writes = can(viewer, "record.write") ? staffs : null;
  const owns = can(viewer, "record.own") ? own : null;
  const review = can(viewer, "contacts.review") ? own.reviewContact : null;
  const shared = { staff, today: program.today };
  return (
    <>
      <PartnerHeader partner={partner} staff={staff} mayEdit={may.edit} mayViewAs={may.viewAs} mayMerge={may.merge} />
      <RecordTabs partnerId={partner.id} show={part.show} />
      {part.show === "tasks" ? (
        <TaskBoard
          {...part}
          {...shared}
          partner={{ id: partner.id, name: partner.name }}
          mark={writes?.markTask ?? owns?.markOwnTask ?? null}
          add={writes?.addTask ?? null}
          remove={writes?.removeTask ?? null}
          begin={writes?.beginOnboarding ?? null}
        />
      ) : part.show === "contacts" ? (
        <ContactList {...part} {...shared} partnerId={partner.id} review={review} add={writes?.addContact ?? null} />
      ) : part.show === "log" ? (
        <LogList {...part} {...shared} partnerId={partner.id} write={writes?.log ?? owns?.comment ?? null} />
      ) : part.show === "contracts" ? (
        <ContractList
          {...part}
          {...shared}
          partner={partner}
          add={writes?.addContract ?? null}
          change={writes?.changeContract ?? null}
        />
      ) : part.show === "files" ? (
        <FileList
          {...part}
          place={{ of: "partner", id: partner.id }}
          partners={[{ partnerId: partner.id, name: partner.name }]}
          staff={staff}
          timeZone={program.timeZone}
          problem={isFileProblem(asked.file) ? asked.file : undefined}
          mayAdd={can(viewer, "deals.write")}
          remove={writes ? removeFile : null}
        />
      ) : (
        <MoneyOverview {...part} partnerId={partner.id} staff={staff} />
      )}
    </>
  );
}
