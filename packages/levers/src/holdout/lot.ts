import { hash } from "node:crypto";

/**
 * A number from 0 to 1 that a session always has in an experiment, on every gateway: it must not change between turns.
 * Keyed with the experiment's name, so that who is held out of one is not held out of all.
 */
export const lotOf = (experiment: string, unit: string): number =>
  Number.parseInt(hash("sha256", `${experiment}\n${unit}`).slice(0, 12), 16) / 2 ** 48;
