import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Attribution, attributionSchema } from "@headgate/contract";
import { z } from "zod";
import { keysOfDataDirectory } from "../management/key-access.ts";

/** The simulated organisation: one key for each kind of work. */
export const demoTeams = [
  { name: "Support bot", team: "support", project: "helpdesk", feature: "triage" },
  { name: "Product search", team: "search", project: "storefront", feature: "answers" },
  { name: "Code review", team: "platform", project: "developer-tools", feature: "review" },
  { name: "Marketing copy", team: "marketing", project: "campaigns", feature: "drafts" },
] as const;

const demoKeysSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    secret: z.string(),
    attribution: attributionSchema,
  }),
);
export type DemoKey = Readonly<{ secret: string; name: string; attribution: Attribution }>;

/**
 * The keys of the simulated teams, the same at every start of a data directory. Their secrets are kept
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
    for (const { name, ...work } of demoTeams) {
      if (kept.some((key) => key.name === name)) continue;
      const attribution = { organisation: "Example Ltd", environment: "demo", ...work };
      const { key, secret } = await keys.create({ name, attribution, tags: {} });
      all.push({ id: key.id, name, secret, attribution });
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
