import { readdirSync, readFileSync } from "node:fs";
import type { StandingFile } from "./infrastructure-book.ts";
import { parseInfrastructureFile } from "./infrastructure-file.ts";

const DATA = new URL("../../data/infrastructure/", import.meta.url);

/** The lists that come with the project: facts of public catalogues, each row with its source and day. */
export const builtInInfrastructure = (): readonly StandingFile[] =>
  readdirSync(DATA)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      file: parseInfrastructureFile(name, JSON.parse(readFileSync(new URL(name, DATA), "utf8"))),
      standing: "built_in",
    }));
