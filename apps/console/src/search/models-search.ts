import { modelTiers } from "@headgate/contract";
import { z } from "zod";
import { readSearchWith } from "./search-failure.ts";

/** What a model must be stated to do, to be listed. */
export const askedAbilities = [
  "tools",
  "input.image",
  "input.pdf",
  "input.audio",
  "structured_output.json_schema",
  "reasoning",
  "batch",
] as const;

const address = z.object({
  q: z.string().max(200).optional(),
  provider: z.string().max(200).optional(),
  tier: z.enum(modelTiers).optional(),
  can: z.enum(askedAbilities).optional(),
  offset: z.coerce.number().int().min(0).max(100_000).optional(),
});

/** The address's own part of the catalogue: what the list is narrowed to, and where in it one is. */
export type ModelsSearch = z.infer<typeof address>;

/** @throws SearchFailure when a parameter is wrong. */
export function readModelsSearch(search: Readonly<Record<string, unknown>>): ModelsSearch {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const { offset, ...narrowed } = readSearchWith(address, Object.fromEntries(said));
  return offset === undefined || offset === 0 ? narrowed : { ...narrowed, offset };
}
