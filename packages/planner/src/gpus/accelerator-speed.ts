/** How fast an accelerator is at what inference is bound by, from its maker's sheet. */
export type AcceleratorSpeed = Readonly<{ memoryBytesPerSecond: number; flops: number }>;

/** Memory in GB a second, and dense FP16 or BF16 in TFLOPS. */
const sheets: Readonly<Record<string, readonly [number, number]>> = {
  t4: [320, 65],
  a10g: [600, 70],
  l4: [300, 121],
  l40s: [864, 362],
  "a100-40gb": [1555, 312],
  "a100-80gb": [2039, 312],
  h100: [3350, 989],
  h200: [4800, 989],
  b200: [7700, 2250],
  "rtx-pro-6000": [1792, 467.8],
};

/** Undefined for one that is not in the table: it is compared with nothing. */
export function acceleratorSpeed(model: string): AcceleratorSpeed | undefined {
  const sheet = Object.hasOwn(sheets, model) ? sheets[model] : undefined;
  return sheet === undefined
    ? undefined
    : { memoryBytesPerSecond: sheet[0] * 1e9, flops: sheet[1] * 1e12 };
}

/**
 * How many of `to` do what one of `from` does, at the worse of the two bounds: decoding is bound by memory, reading
 * prompts by arithmetic.
 */
export const devicesInsteadOfOne = (from: AcceleratorSpeed, to: AcceleratorSpeed) => ({
  byMemory: from.memoryBytesPerSecond / to.memoryBytesPerSecond,
  byArithmetic: from.flops / to.flops,
});
