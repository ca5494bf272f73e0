import { readFileSync } from "node:fs";
import { z } from "zod";

const packageFile = z.looseObject({ version: z.string() });

/** The version of this build, as its package.json says. */
export const version: string = packageFile.parse(
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")),
).version;
