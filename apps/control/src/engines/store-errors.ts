import { type EngineStatus, type StoreFailure, storeFailures } from "@headgate/contract";

type Part = EngineStatus["part"];

/** How often the servers that stores are on did not do what this process asked, by why. */
export interface StoreErrors {
  /** What is told of each failure of one part. */
  of(part: Part): (failure: StoreFailure) => void;
  /** Of one part, the failures that never came as well: they are 0. */
  counts(part: Part): readonly (readonly [StoreFailure, number])[];
}

export function createStoreErrors(): StoreErrors {
  const counted = new Map<string, number>();
  const countOf = (part: Part, failure: StoreFailure): number =>
    counted.get(`${part} ${failure}`) ?? 0;
  return {
    of: (part) => (failure) => {
      counted.set(`${part} ${failure}`, countOf(part, failure) + 1);
    },
    counts: (part) => storeFailures.map((failure) => [failure, countOf(part, failure)] as const),
  };
}
