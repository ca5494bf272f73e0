import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { machineOf } from "../infrastructure/machine-of.ts";
import { acceleratorNamed } from "../self-host/accelerators.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";

/** Makers' sheets are off by more than a tenth of what servers reach: what differs by less is taken to be as fast. */
const AS_FAST = 0.9;
/** A price that is lower by less is within what lists differ by. */
const CHEAPER = 0.97;

export type Successor = Readonly<{
  candidate: Candidate;
  /** Of the whole machine, against today's: memory of accelerators, its speed, and their arithmetic. */
  times: Readonly<{ memory: number; bandwidth: number; arithmetic: number }>;
}>;

/**
 * The cheapest machine of the same seller and region that costs less than `microdollarsPerHour` and has no less memory, cores
 * or accelerators' memory each and in all, at most a tenth less speed and arithmetic by the makers' sheets, and links as fast
 * where there are several. Where it has more accelerators, each of them is held against one of today's as well: what runs on
 * one does not run on two by itself. So nothing need be known of how busy the machine was. Undefined where there is none, or
 * one of the two is not known.
 */
export function successorOf(
  book: InfrastructureBook,
  now: Readonly<{ provider: string; sku: string; region: string; microdollarsPerHour: number }>,
  day: string,
): Successor | undefined {
  const machine = machineOf(book, now.provider, now.sku);
  if (machine === undefined) return undefined;
  const candidates = candidatesOf(book, {
    providers: [now.provider],
    region: now.region,
    term: "on_demand",
    day,
  });
  for (const candidate of candidates) {
    if (candidate.microdollarsPerHour > now.microdollarsPerHour * CHEAPER) return undefined;
    const times = timesOf(machine, candidate.machine);
    if (times !== undefined) return { candidate, times };
  }
  return undefined;
}

/** Undefined where the other has less of something that counts. */
function timesOf(one: Machine, other: Machine): Successor["times"] | undefined {
  const [from, to] = [one.accelerators, other.accelerators];
  if (from === undefined || to === undefined || one.sku === other.sku) return undefined;
  const [old, fresh] = [acceleratorNamed(from.model), acceleratorNamed(to.model)];
  if (old === undefined || fresh === undefined) return undefined;
  const times = {
    memory: (to.count * to.memoryGibEach) / (from.count * from.memoryGibEach),
    bandwidth: (to.count * fresh.memoryBytesPerSecond) / (from.count * old.memoryBytesPerSecond),
    arithmetic: (to.count * fresh.denseFlops.bf16) / (from.count * old.denseFlops.bf16),
  };
  const isAsLarge =
    one.architecture === other.architecture &&
    other.vcpus >= one.vcpus &&
    other.memoryGib >= one.memoryGib &&
    to.memoryGibEach >= from.memoryGibEach &&
    times.memory >= 1;
  // By fewer accelerators the whole counts; of more, one must do what one did.
  const more = Math.max(1, to.count / from.count);
  const isAsFast = times.bandwidth / more >= AS_FAST && times.arithmetic / more >= AS_FAST;
  // What is spread over several accelerators waits for their links; what fits on one does not.
  const isAsLinked = to.count === 1 || fresh.linkBytesPerSecond >= old.linkBytesPerSecond;
  return isAsLarge && isAsFast && isAsLinked ? times : undefined;
}
