import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import type { StreamFormat } from "../stream-meter.ts";

/** A usage object of one API: by which members it is known, and how it is read. */
export type UsageShape = Readonly<{
  /** Whether an object has the members that only this shape has. */
  recognises: (raw: JsonObject) => boolean;
  /** @param model the model that answered, where it is known */
  read: (raw: JsonObject, model: string | undefined) => UsageReading;
  /** How the usage of a stream is put together; absent where the last statement is the usage. */
  stream?: () => StreamFormat;
}>;
