/** An accelerator as lists call it: our id, and the memory of one in GiB. */
export type NamedAccelerator = Readonly<{ id: string; memoryGib: number }>;

const known: Readonly<Record<string, NamedAccelerator>> = {
  t4: { id: "t4", memoryGib: 16 },
  a10g: { id: "a10g", memoryGib: 22888 / 1024 },
  l4: { id: "l4", memoryGib: 22888 / 1024 },
  l40s: { id: "l40s", memoryGib: 45776 / 1024 },
  a100: { id: "a100-40gb", memoryGib: 40 },
  "a100-40gb": { id: "a100-40gb", memoryGib: 40 },
  "a100-80gb": { id: "a100-80gb", memoryGib: 80 },
  h100: { id: "h100", memoryGib: 80 },
  h200: { id: "h200", memoryGib: 141 },
  b200: { id: "b200", memoryGib: 183359 / 1024 },
  b300: { id: "b300", memoryGib: 275040 / 1024 },
  gb200: { id: "gb200", memoryGib: 189471 / 1024 },
  mi300x: { id: "mi300x", memoryGib: 192 },
  "rtx-pro-6000": { id: "rtx-pro-6000", memoryGib: 97887 / 1024 },
  rtxpro6000: { id: "rtx-pro-6000", memoryGib: 97887 / 1024 },
  inferentia2: { id: "inferentia2", memoryGib: 32 },
  trainium: { id: "trainium", memoryGib: 32 },
  trainium2: { id: "trainium2", memoryGib: 96 },
};

/** Undefined for one that is not in the table: what it holds is not taken from a list that may be wrong. */
export const namedAccelerator = (name: string): NamedAccelerator | undefined => {
  const key = name
    .toLowerCase()
    .replace(/^(nvidia|amd|aws)[ -]/, "")
    .replace(/-sxm\d?$/, "");
  return Object.hasOwn(known, key) ? known[key] : undefined;
};
