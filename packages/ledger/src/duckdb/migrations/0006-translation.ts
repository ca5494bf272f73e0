import type { Migration } from "./migration.ts";

/** What a translated attempt could not carry over, as JSON; null where nothing was translated. */
export const translation: Migration = {
  version: 6,
  name: "translation",
  statements: ["alter table attempts add column translation varchar"],
};
