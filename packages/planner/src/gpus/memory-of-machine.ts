import type { FleetMachine } from "@headgate/contract";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import type { MachineLoad } from "./machine-load.ts";
import { memoryNeeded } from "./memory-needed.ts";

export type MemoryToHold =
  | Readonly<{ kind: "known"; gib: number; text: string; isHeld: boolean }>
  | Readonly<{ kind: "unknown"; text: string; mend: string }>;

/**
 * What a replica needs of accelerators' memory: as its owner says, as its model's shape says, or else what was held at
 * most. What is held is no need: servers take what they may. It errs to the larger machine.
 */
export function memoryToHold(
  owned: FleetMachine,
  machine: Machine,
  load: MachineLoad | null,
): MemoryToHold {
  if (owned.memory_needed_gib !== undefined)
    return {
      kind: "known",
      gib: owned.memory_needed_gib,
      text: `${owned.memory_needed_gib} GiB, as you say`,
      isHeld: false,
    };
  const need = owned.model === undefined ? undefined : memoryNeeded(owned.model);
  if (need?.kind === "known")
    return { kind: "known", gib: need.gib, text: need.text, isHeld: false };
  const held = load === null ? null : load.memoryHeld;
  if (held !== null && machine.accelerators !== undefined) {
    const { count, memoryGibEach } = machine.accelerators;
    const gib = held * count * memoryGibEach;
    return {
      kind: "known",
      gib,
      text: `at most ${gib.toFixed(1)} GiB, which were held`,
      isHeld: true,
    };
  }
  const missing = need?.kind === "unknown" ? ` Missing: ${need.missing.join(", ")}.` : "";
  return {
    kind: "unknown",
    text: `What ${owned.name}'s model needs of memory is not known.${missing}`,
    mend: "Give its shape under `model`, or `memory_needed_gib`, or import DCGM's memory gauges.",
  };
}
