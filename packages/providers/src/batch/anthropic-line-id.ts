import { createHash } from "node:crypto";

/**
 * Anthropic keeps nothing of ours with a batch but its requests' ids, so these carry the marker, shortened:
 * by it the results of a batch prove whose it is.
 */
const HASH_LENGTH = 12;
const WIRE_ID = new RegExp(`^([0-9a-f]{${HASH_LENGTH}})-(.+)$`);

const shortened = (marker: string): string =>
  createHash("sha256").update(marker).digest("hex").slice(0, HASH_LENGTH);

/** Twelve characters and a hyphen before an id of at most 51: the 64 that Anthropic takes. */
export const wireIdsFor = (marker: string): ((customId: string) => string) => {
  const prefix = `${shortened(marker)}-`;
  return (customId) => prefix + customId;
};

/** The id without what was put before it; `undefined` for one that is not of ours. */
export const customIdOf = (wireId: string): string | undefined => WIRE_ID.exec(wireId)?.[2];

export const isOfMarker = (wireId: string, marker: string): boolean =>
  WIRE_ID.exec(wireId)?.[1] === shortened(marker);
