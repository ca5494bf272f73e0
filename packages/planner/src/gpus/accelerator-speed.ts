import { acceleratorNamed } from "../self-host/accelerators.ts";

/** How fast an accelerator is at what inference is bound by, from its maker's sheet. */
export type AcceleratorSpeed = Readonly<{ memoryBytesPerSecond: number; flops: number }>;

/** Undefined for one that is not in the table: it is compared with nothing. */
export function acceleratorSpeed(model: string): AcceleratorSpeed | undefined {
  const sheet = acceleratorNamed(model);
  return (
    sheet && { memoryBytesPerSecond: sheet.memoryBytesPerSecond, flops: sheet.denseFlops.bf16 }
  );
}

/**
 * How many of `to` do what one of `from` does, at the worse of the two bounds: decoding is bound by memory, reading
 * prompts by arithmetic.
 */
export const devicesInsteadOfOne = (from: AcceleratorSpeed, to: AcceleratorSpeed) => ({
  byMemory: from.memoryBytesPerSecond / to.memoryBytesPerSecond,
  byArithmetic: from.flops / to.flops,
});
