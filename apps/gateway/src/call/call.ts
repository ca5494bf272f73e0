import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Attribution, LeverName, RealTimeReason, Tags, VirtualKey } from "@headgate/contract";
import type { LeversOfPolicy, RequestEdit } from "@headgate/levers";
import type { CallRequest, Wire } from "@headgate/providers";
import type { CallBudgets } from "../budgets/call-budgets.ts";
import type { CallEffects } from "./call-effects.ts";
import type { TraceParent } from "./trace-parent.ts";

/** One inference request as the client made it, on its way through the gateway. */
export type Call = Readonly<{
  /** Made here, unique. */
  id: string;
  /** The client's own id of the call: a label. */
  clientCallId: string | undefined;
  /** Where it stands in the client's trace, if the client says so. */
  trace: TraceParent | undefined;
  wire: Wire;
  request: CallRequest;
  /** The bytes the client sent, with what levers changed. */
  body: Buffer;
  /** How many bytes the client sent. */
  requestBytes: number;
  /** What levers changed in its request, in their order. */
  edits: readonly RequestEdit[];
  /** The call before they did; undefined where none did. */
  asSent: Call | undefined;
  method: string;
  pathAndQuery: string;
  headers: IncomingHttpHeaders;
  key: VirtualKey;
  /** What the configuration says of each lever on it. */
  policy: LeversOfPolicy;
  attribution: Attribution;
  tags: Tags;
  /** Holds its attempts to the budgets; `undefined` where it counts to none. */
  budgets: CallBudgets | undefined;
  /** Why it is asked in real time though it could have waited; undefined for calls that could not. */
  realTime: RealTimeReason | undefined;
  /** Where the answer goes. */
  response: ServerResponse;
  /** The lever that made it for another call; undefined where a client did. */
  madeBy: LeverName | undefined;
  /** The policy of the call that it was made for, where a lever tells it. */
  madeFor: string | undefined;
  /** Aborts when the client hangs up; its reason is never an error of ours. */
  clientGone: ClientGone;
  /** When the call has had all the time it may take, by the steady clock. */
  deadlineMs: number;
  /** Whether its answer tells what it cost and saved. */
  tellsCost: boolean;
  /** What levers did to it, and what it came to: filled in on its way. */
  effects: CallEffects;
}>;

/** Tells whether the client has hung up, and one listener when it does. */
export class ClientGone {
  #gone = false;
  #listener: (() => void) | undefined;

  get happened(): boolean {
    return this.#gone;
  }

  /** Replaces the listener: only the attempt under way needs to know. */
  listen(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  happen(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#listener?.();
  }
}
