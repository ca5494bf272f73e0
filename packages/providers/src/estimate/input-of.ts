import { inputBuckets, type Usage } from "@headgate/contract";

/** The prompt's part of a usage that was stated while a stream ran; `undefined` where it states none. */
export function inputOf(usage: Usage): Usage | undefined {
  const input = Object.fromEntries(
    inputBuckets.flatMap((bucket) =>
      usage[bucket] === undefined ? [] : [[bucket, usage[bucket]]],
    ),
  );
  return Object.keys(input).length === 0 ? undefined : input;
}
