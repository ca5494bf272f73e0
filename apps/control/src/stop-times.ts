/** Control ends within this time once it is told to: its supervisor gives it a minute, and kills it then. */
export const STOP_WITHIN_MS = 55_000;

/** Of that, for answers under way; no limit of the configuration makes it more. */
export const ANSWERS_END_WITHIN_MS = 10_000;

/** Of that, for what is left in the spool; the rest is for closing the stores. */
export const SPOOL_LOADS_WITHIN_MS = 40_000;
