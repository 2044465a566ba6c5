/** The part of oidc-provider that the demo uses: the package ships no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

  type Context = {
    oidc: { result?: { login?: object }; session?: { accountId?: string }; client: { clientId: string } };
  };
  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    proxy: boolean;
    Grant: new (of: {
      accountId: string;
      clientId: string;
    }) => Grant;
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string }>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
    on(event: string, listener: (context: unknown, error: Error) => void): void;
  }

  export const interactionPolicy: {
    base(): { get(name: string): { checks: { add(check: object): void } } };
    Check: {
      new (reason: string, description: string, check: (context: Context) => boolean): object;
      REQUEST_PROMPT: true;
      NO_NEED_TO_PROMPT: false;
    };
  };
}
