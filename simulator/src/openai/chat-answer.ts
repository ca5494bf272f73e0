import type { Output } from "../output/plan-output.ts";
import type { OpenaiUsage } from "./usage.ts";

/** A chat completion before it becomes JSON or a stream. */
export type ChatAnswer = Readonly<{
  id: string;
  createdS: number;
  model: string;
  serviceTier: string;
  outputs: readonly Output[];
  usage: OpenaiUsage;
  callId: (choice: number) => string;
}>;
