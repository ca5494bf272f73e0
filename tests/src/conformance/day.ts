/** The day whose prices the conformance suite checks; prices of a later day are another run's matter. */
export const day = "2026-11-25";
export const atMs = Date.parse(`${day}T12:00:00Z`);
