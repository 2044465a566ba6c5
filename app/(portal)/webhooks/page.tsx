import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { DeliveryTable } from "@/components/webhooks/delivery-table";
import { EndpointForm } from "@/components/webhooks/endpoint-form";
import { EndpointList } from "@/components/webhooks/endpoint-list";
import { getProgram } from "@/db/program/queries";
import { readWebhooks } from "@/db/webhooks/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { addEndpoint, changeEndpoint, replayDelivery, rotateSecret } from "./actions";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const viewer = await requireViewer("webhooks.manage");
  const [{ endpoints, deliveries }, program] = await Promise.all([readWebhooks(viewer), getProgram(viewer)]);
  const shown = { now: new Date(), timeZone: program.timeZone };
  const whose = viewer.kind === "partner" ? viewer.partnerName : "the program";
  return (
    <>
      <PageHeader
        title="Webhooks"
        state={`Tell other systems of ${whose} what happens here, signed as Standard Webhooks asks. Times in ${program.timeZone}.`}
      />
      <Section title="Endpoints">
        <EndpointList endpoints={endpoints} change={changeEndpoint} rotate={rotateSecret} {...shown} />
        <Card title="Add an endpoint">
          <EndpointForm add={addEndpoint} />
        </Card>
      </Section>
      <Section
        title="Deliveries"
        description="The newest 50. A message says what your company may see at the moment it leaves; sent again, it keeps its id."
      >
        <DeliveryTable deliveries={deliveries} replay={replayDelivery} {...shown} />
      </Section>
    </>
  );
}
