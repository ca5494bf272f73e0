import type { Accelerator, Precision } from "./accelerators.ts";
import type { ModelShape } from "./open-models.ts";

/** One replica: a model on so many accelerators that hold it together. */
export type Deployment = Readonly<{
  shape: ModelShape;
  accelerator: Accelerator;
  /** Accelerators that one replica is spread over (tensor parallel). */
  spread: number;
  precision: Precision;
  /** Of the cache of keys and values; bf16 beside bf16 weights and fp8 beside others, unless said. */
  cachePrecision?: "bf16" | "fp8";
}>;

/** Bytes a stored number takes; blocks of sixteen fp4 numbers share a scale of one byte. */
export const bytesOf: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 };

export const cacheBytesOf = ({ precision, cachePrecision }: Deployment): number =>
  bytesOf[cachePrecision ?? (precision === "bf16" ? "bf16" : "fp8")];

/** What multiplications run at: hardware without a precision takes such weights apart and multiplies in the next one it has. */
export function flopsPrecision({ accelerator, precision }: Deployment): Precision {
  if (accelerator.denseFlops[precision] !== undefined) return precision;
  return precision === "fp4" && accelerator.denseFlops.fp8 !== undefined ? "fp8" : "bf16";
}

export function flopsOf(deployment: Deployment): number {
  const { denseFlops } = deployment.accelerator;
  return denseFlops[flopsPrecision(deployment)] ?? denseFlops.bf16;
}
