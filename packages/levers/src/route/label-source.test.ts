import { expect, test } from "vitest";
import { certifyingPlaces, keepNewest, type LabelSource } from "./label-source.ts";

type Label = Readonly<{ by: LabelSource; fingerprint?: string }>;
const form: LabelSource = { kind: "form" };
const by = (judge: string): LabelSource => ({ kind: "judge", judge });
const undecided = (judge?: string): LabelSource => ({ kind: "undecided", judge });
const many = (calls: number, label: Label): Label[] => Array.from({ length: calls }, () => label);
const refused = new Set(["j"]);

/** How many calls a certificate rests on, and how many of them somebody decided. */
function certifying(sources: readonly LabelSource[]) {
  const places = certifyingPlaces(
    sources.map((source) => ({ by: source })),
    refused,
  );
  return { calls: places.length, decided: places.filter(({ isDecided }) => isDecided).length };
}

test("a refused judge that is asked on takes no further label away: only what it gave does", () => {
  const later = [form, form, undecided("j"), form, form, undecided("j")];

  expect(certifying([form, form, by("j"), ...later])).toEqual({ calls: 7, decided: 4 });
  expect(certifying([form, form, ...later])).toEqual({ calls: 8, decided: 6 });
});

test("once another judge is asked, calls that the refused one was asked about hold it up no more", () => {
  const before = [form, by("j"), form, undecided("j"), undecided("j")];

  expect(certifying([...before, form, by("k"), undecided("k")])).toEqual({ calls: 4, decided: 2 });
});

test("a task that nobody can judge pushes out no other's labels", () => {
  const labels = [
    ...many(30, { by: form, fingerprint: "told" }),
    { by: undecided(), fingerprint: "told" },
    ...many(10, { by: form, fingerprint: "long" }),
  ];
  for (let call = 0; call < 500; call += 1) {
    labels.push({ by: undecided(), fingerprint: "long" });
    keepNewest(labels, 50);
  }

  const of = (fingerprint: string) => labels.filter((label) => label.fingerprint === fingerprint);
  expect(of("told")).toHaveLength(31);
  // Its own older labels are forgotten with the undecided ones beside them.
  expect(of("long").map((label) => label.by.kind)).toEqual(Array(69).fill("undecided"));
});
