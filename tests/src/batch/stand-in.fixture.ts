import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@headgate/simulator";
import { afterEach } from "vitest";

const running: Simulator[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Starts a stand-in that is stopped after the test. */
export async function standIn(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

/** A folder of the test's own. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "headgate-batch-"));
  folders.push(made);
  return made;
}

/** A clock that the test moves. */
export function clock(): Readonly<{ nowMs: () => number; pass: (ms: number) => void }> {
  let now = Date.UTC(2026, 10, 29, 8);
  return {
    nowMs: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
}
