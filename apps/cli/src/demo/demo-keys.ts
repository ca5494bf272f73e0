import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { simulatedTeams } from "@headgate/simulator";
import { z } from "zod";
import { keysOfDataDirectory } from "../management/key-access.ts";

const ORGANISATION = "Example Ltd";

const demoKeysSchema = z.array(
  z.object({
    id: z.string(),
    team: z.string(),
    secret: z.string(),
  }),
);
export type DemoKey = Readonly<z.infer<typeof demoKeysSchema>[number]>;

/**
 * One key for each simulated team, the same at every start of a data directory. Their secrets are kept
 * beside the state: they open nothing but stand-ins. Runs while no gateway or control does.
 */
export async function demoKeys(dataDirectory: string): Promise<readonly DemoKey[]> {
  const file = join(dataDirectory, "demo-keys.json");
  const keys = await keysOfDataDirectory(dataDirectory);
  try {
    const live = new Set(
      (await keys.list()).flatMap((key) => (key.revoked_at_ms === undefined ? [key.id] : [])),
    );
    const kept = (await readKept(file)).filter(({ id }) => live.has(id));
    const all = [...kept];
    for (const team of simulatedTeams()) {
      if (kept.some((key) => key.team === team)) continue;
      const { key, secret } = await keys.create({
        name: `${team} (simulated)`,
        attribution: { organisation: ORGANISATION, team },
        tags: {},
      });
      all.push({ id: key.id, team, secret });
    }
    await writeFile(file, JSON.stringify(all, undefined, 2), { mode: 0o600 });
    return all;
  } finally {
    await keys.close();
  }
}

/** What an earlier start kept; nothing when there was none or its file is torn: new keys are made then. */
async function readKept(file: string): Promise<z.infer<typeof demoKeysSchema>> {
  try {
    return demoKeysSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing || error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}
