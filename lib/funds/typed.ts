import { decimalOfMinor } from "@/lib/incentives/minor";

type Request = {
  allocationId: string;
  title: string;
  activity: string;
  startsOn: string;
  endsOn: string;
  plan: string;
  requestedMinor: bigint;
  expectedLeads: number | null;
  expectedPipelineMinor: bigint | null;
};

/** What stands in the fields of a request's form when it is edited. */
export function typedRequest(request: Request, currency: string): Record<string, string> {
  const { allocationId, title, activity, startsOn, endsOn, plan, expectedLeads, expectedPipelineMinor } = request;
  return {
    ...{ allocationId, title, activity, startsOn, endsOn, plan },
    amount: decimalOfMinor(request.requestedMinor, currency),
    expectedLeads: expectedLeads === null ? "" : String(expectedLeads),
    expectedPipeline: expectedPipelineMinor === null ? "" : decimalOfMinor(expectedPipelineMinor, currency),
  };
}
