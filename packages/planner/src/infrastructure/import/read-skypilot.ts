import {
  type ListedRow,
  type ListReading,
  numberOf,
  type RefusedRow,
  textOf,
} from "./listed-row.ts";

/**
 * SkyPilot's catalogue of one provider (https://github.com/skypilot-org/skypilot-catalog, catalogs/v8/PROVIDER/vms.csv, read
 * 2026-11-29): a row a machine, region and zone. Its column GpuInfo is not read: it has a machine's memory for a GPU's at
 * Nebius, one GPU's for all at Lambda and gibibytes for mebibytes at RunPod. What memory an accelerator has is known by its name.
 */
export function readSkypilot(
  rows: readonly Readonly<Record<string, string>>[],
  provider: string,
): ListReading {
  const taken = new Map<string, ListedRow>();
  const refused: RefusedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const at = `row ${index + 2}`;
    const sku = textOf(row, "InstanceType");
    const region = textOf(row, "Region");
    if (sku === undefined || region === undefined) {
      refused.push({ at, code: "unreadable", reason: "It names no machine or no region." });
      continue;
    }
    const machine = machineOf(row);
    const prices = [
      ["on_demand", textOf(row, "Price")],
      ["spot", textOf(row, "SpotPrice")],
    ] as const;
    for (const [term, dollarsPerHour] of prices) {
      if (dollarsPerHour === undefined) continue;
      const listed = { at, provider, sku, region, term, dollarsPerHour, machine };
      const key = `${sku} ${region} ${term}`;
      const known = taken.get(key);
      // Zones differ in their spot prices: the dearest is one that every zone keeps.
      if (known === undefined || Number(dollarsPerHour) > Number(known.dollarsPerHour))
        taken.set(key, listed);
    }
  }
  return { rows: [...taken.values()], refused };
}

function machineOf(row: Readonly<Record<string, string>>): ListedRow["machine"] {
  const vcpus = numberOf(row, "vCPUs");
  const memoryGib = numberOf(row, "MemoryGiB");
  const count = numberOf(row, "AcceleratorCount");
  if (vcpus === undefined || memoryGib === undefined || !Number.isInteger(vcpus)) return undefined;
  const accelerator = textOf(row, "AcceleratorName");
  if (accelerator !== undefined && (count === undefined || !Number.isInteger(count) || count < 1))
    return undefined;
  return {
    vcpus,
    memoryGib,
    accelerator,
    count: count ?? 0,
    architecture: textOf(row, "Arch") === "arm64" ? "arm64" : "x86_64",
  };
}
