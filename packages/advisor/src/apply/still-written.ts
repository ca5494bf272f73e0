import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import type { PolicyEdit } from "./edit-policies.ts";
import type { WrittenPolicy } from "./patch-policies.ts";

/**
 * Whether anything of a change stands in a configuration's text still: in a policy that the change added or altered, known by its name,
 * a member says what the change had it say.
 *
 * @param versions the text as it was before the change was written, and after
 */
export function isStillWritten(
  text: string,
  versions: Readonly<{ was: string; is: string }>,
  { patch }: Pick<PolicyEdit, "patch">,
): boolean {
  const [before, now] = [byName(versions.was), byName(text)];
  return policiesOf(versions.is).some((written) => {
    const [old, current] = [before.get(written.name), now.get(written.name)];
    return Object.entries(patch).some(([part, members]) =>
      Object.keys(members).some((member) => {
        const value = memberOf(written, part, member);
        return (
          !isDeepStrictEqual(value, memberOf(old, part, member)) &&
          isDeepStrictEqual(value, memberOf(current, part, member))
        );
      }),
    );
  });
}

/**
 * Whether a text says all that a change would write: what is left to go by where the versions of the text are lost.
 *
 * @param edited the text with the change in it
 */
export const isAllWritten = (text: string, edited: string): boolean =>
  isDeepStrictEqual(policiesOf(text), policiesOf(edited));

const policiesOf = (text: string): readonly WrittenPolicy[] => {
  const read = parseDocument(text).toJS() as
    | Readonly<{ policies?: readonly WrittenPolicy[] | null }>
    | null
    | undefined;
  return read?.policies ?? [];
};

const byName = (text: string): ReadonlyMap<string, WrittenPolicy> =>
  new Map(policiesOf(text).map((policy) => [policy.name, policy]));

const memberOf = (policy: WrittenPolicy | undefined, part: string, member: string): unknown =>
  (policy?.[part] as Readonly<Record<string, unknown>> | null | undefined)?.[member];
