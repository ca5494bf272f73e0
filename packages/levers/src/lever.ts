import type { LeverName } from "@headgate/contract";

/**
 * What a lever did to a call. `left`: nothing. `answered`: it answered in a provider's place. `changed`: the
 * call goes on as another one. Each says why.
 */
export type Act<Call, Answer> =
  | Readonly<{ kind: "left"; reason: string }>
  | Readonly<{ kind: "answered"; reason: string; answer: Answer }>
  | Readonly<{ kind: "changed"; reason: string; call: Call }>;

/** One way to spend less, as it acts on a call. It does no I/O of its own; what it needs it is given. */
export interface Lever<Call, Answer> {
  readonly name: LeverName;
  act(call: Call): Act<Call, Answer> | Promise<Act<Call, Answer>>;
}
