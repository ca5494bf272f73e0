import type { Migration } from "./migration.ts";

const parts = ["system", "tools", "history", "tool_results", "documents", "user"];
const columns = [
  ...parts.map((part) => `prompt_${part}_bytes bigint`),
  ...parts.map((part) => `prompt_${part}_tokens bigint`),
  "changes varchar",
];

/** What a prompt is made of, in bytes and as its tokens are divided; and what levers did to it, as JSON. */
export const promptParts: Migration = {
  version: 13,
  name: "prompt parts",
  statements: ["attempts", "replaced_attempts"].flatMap((table) =>
    columns.map((column) => `alter table ${table} add column ${column}`),
  ),
};
