/**
 * What a node of a trace is about. `call`: one model call. `around`: an agent, a workflow or a client library's own
 * step around calls, which may repeat their usage. `other`: a tool, a database, HTTP.
 */
export type NodeKind = "call" | "around" | "other";

/** A span or an observation, as far as it takes to tell which nodes of a trace are calls. */
export type TraceNode = Readonly<{
  trace: string | undefined;
  id: string | undefined;
  parent: string | undefined;
  name: string;
  kind: NodeKind;
  /** All that it counts; `undefined` where it counts nothing. */
  tokens: number | undefined;
  /** The provider's id of the answer. */
  answer: string | undefined;
  place: string;
}>;
