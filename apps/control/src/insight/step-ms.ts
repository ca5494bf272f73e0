/** How long a point of a series is. */
export const STEP_MS = { hour: 3_600_000, day: 86_400_000 };
