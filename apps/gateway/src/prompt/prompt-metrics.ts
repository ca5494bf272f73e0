import type { UndoRecords } from "@headgate/levers";
import { Gauge, type Registry } from "prom-client";

/** What can be told of texts that passes shortened. */
export function registerPromptMetrics(
  registry: Registry,
  undo: Pick<UndoRecords, "bytes" | "calls">,
): void {
  const registers = [registry];
  new Gauge({
    name: "headgate_prompt_undo_bytes",
    help: "Memory taken by what undoes the passes over texts of the newest calls.",
    registers,
    collect() {
      this.set(undo.bytes);
    },
  });
  new Gauge({
    name: "headgate_prompt_undo_calls",
    help: "Calls whose shortened texts can be given back as they were.",
    registers,
    collect() {
      this.set(undo.calls);
    },
  });
}
