import type { JsonObject } from "../json-object.ts";
import type { Output } from "../output/plan-output.ts";
import type { OpenaiUsage } from "./usage.ts";

/** A response before it becomes JSON or a stream. */
export type ResponsesAnswer = Readonly<{
  /** The response object as it stands at its start and at its end. */
  opening: JsonObject;
  closing: JsonObject;
  output: Output;
  usage: OpenaiUsage;
  reasons: boolean;
  /** Makes an item's id from its prefix. */
  itemId: (prefix: string) => string;
}>;
