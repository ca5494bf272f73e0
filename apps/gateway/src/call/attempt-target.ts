import { type Credential, type ProviderRequestInput, providerRequest } from "@headgate/providers";
import { BrokenCircuitError, CircuitState } from "cockatiel";
import type { Call } from "./call.ts";
import type { Deadlines } from "./deadlines.ts";
import type { DispatchSettings, Unanswered } from "./dispatch-settings.ts";
import { Exchange } from "./exchange.ts";
import type { ExchangeEnd, KeptAnswer } from "./exchange-end.ts";
import type { Hold } from "./hold.ts";
import type { Mutable } from "./mutable.ts";
import { earlyEndFor } from "./output/early-end-for.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";

type AttemptSettings = Readonly<{
  sending: Sending;
  index: number;
  /** The attempt before, still to be recorded; it was not the final one if this one is made. */
  before: Unanswered | undefined;
  willTryAgain: (status: number, headers: KeptAnswer["headers"]) => boolean;
  /** What looks at the answer before the client gets it; undefined where nothing does. */
  hold: Hold | undefined;
}>;

/** Makes one attempt at one target, unless its circuit is open: then nothing is sent or recorded. */
export async function attempt(
  settings: DispatchSettings,
  call: Call,
  target: Target,
  { sending, index, before, willTryAgain, hold }: AttemptSettings,
): Promise<ExchangeEnd | "circuit_open"> {
  const { config, deadlines } = settings;
  const { breaker } = target.provider;
  // While one call tries whether the provider is back, the others do not wait for the outcome.
  if (breaker.state === CircuitState.HalfOpen) return "circuit_open";
  let exchange: Exchange | undefined;
  let deadline: ReturnType<Deadlines["add"]> | undefined;
  const start = (): Promise<void> => {
    const begun = new Exchange({
      call,
      target,
      index,
      clientDisconnect: config.client_disconnect,
      maxResponseBytes: config.limits.max_response_bytes,
      sending,
      willTryAgain,
      hold,
      earlyEnd: (contentType) => {
        const failed = (error: unknown): void => settings.leverFailed(call, "output", error);
        return earlyEndFor({ call, sending, index, contentType, failed });
      },
      record: (facts) => settings.record(call, facts, true),
    });
    exchange = begun;
    deadline = deadlines.add(call.deadlineMs, () => begun.timeOut());
    const failed = (error: unknown): void =>
      begun.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    try {
      const credential = target.provider.credential?.();
      if (credential instanceof Promise) {
        credential.then((known) => send(call, target, begun, sending, known)).catch(failed);
      } else send(call, target, begun, sending, credential);
    } catch (error) {
      failed(error);
    }
    return begun.answered;
  };
  const recordBeforeAndStart = async (): Promise<void> => {
    if (before !== undefined) await settings.record(call, before.facts, false);
    await start();
  };
  try {
    await breaker.execute(before === undefined ? start : recordBeforeAndStart);
  } catch (error) {
    // The breaker counts a provider that is down; what became of the attempt, `done` tells.
    if (exchange === undefined) {
      if (error instanceof BrokenCircuitError) return "circuit_open";
      throw error;
    }
  }
  if (exchange === undefined) throw new Error("the circuit breaker made no attempt");
  try {
    const end = await exchange.done;
    settings.lostInAnswer(call, exchange.lostInAnswer);
    return end;
  } finally {
    if (deadline !== undefined) deadlines.remove(deadline);
    call.clientGone.listen(undefined);
  }
}

function send(
  call: Call,
  target: Target,
  exchange: Exchange,
  { wire, pathAndQuery, headers: clientHeaders, body }: Sending,
  credential: Credential | undefined,
): void {
  const model = target.model ?? call.request.model;
  const method = call.method === "GET" ? "GET" : "POST";
  const asked: Mutable<ProviderRequestInput> = {
    provider: target.provider.config,
    wire,
    pathAndQuery,
    headers: clientHeaders,
    method,
    body,
  };
  // Member by member: this is the hot path, and spreads are dear.
  if (model !== undefined) asked.model = model;
  if (credential !== undefined) asked.credential = credential;
  const { path, headers } = providerRequest(asked);
  target.provider.pool.dispatch(
    { method, path, headers, body: method === "GET" ? null : body },
    exchange,
  );
}
