type Members = Readonly<Record<string, unknown>>;

/** How much each choice lets the cache answer, the least first. */
const answering: readonly unknown[] = ["never", "deterministic", "always"];

/**
 * What a policy says of the exact cache once a change is written into it. Changes are proposed beside each other, for the same
 * calls: one that is about how long answers are kept must not undo another that has more calls answered, nor what the user
 * wrote. So `when` is only ever widened, and the time to live only ever lengthened.
 *
 * @param written what stands in the policy, as it was written
 */
export function noLessCached(written: Members, change: Members): Members {
  return { ...written, ...change, ...wider(written, change), ...longer(written, change) };
}

function wider({ when: written }: Members, { when: changed }: Members): Members {
  return changed !== undefined && answering.indexOf(written) > answering.indexOf(changed)
    ? { when: written }
    : {};
}

function longer({ ttl_minutes: written }: Members, { ttl_minutes: changed }: Members): Members {
  return typeof written === "number" && typeof changed === "number" && written > changed
    ? { ttl_minutes: written }
    : {};
}
