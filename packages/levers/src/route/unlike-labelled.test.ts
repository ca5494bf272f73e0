import { beforeAll, expect, test } from "vitest";
import { readPrompt } from "./example.ts";
import { mixPair, uniformAt } from "./hashing.ts";
import { RouteLearner } from "./route-learner.ts";
import { defaultRouteSettings } from "./route-settings.ts";
import { isUnlikeLabelled, labelledPromptsOf } from "./unlike-labelled.ts";

const settings = { ...defaultRouteSettings, models: ["strong", "weak"] };
const costs = Float64Array.of(10, 1);
const LABELS = 400;

const towns = ["Lisbon", "Porto", "Faro", "Braga", "Evora", "Sintra", "Aveiro", "Coimbra"];
const goods = ["lamp", "chair", "kettle", "mirror", "carpet", "clock", "basket", "curtain"];

/** Constructed: letters of a shop, which the weak model answers as well; it fails on one in a hundred. */
function letterAt(place: number) {
  const pick = (from: readonly string[], seed: number): string =>
    from[Math.floor(uniformAt(place, seed) * from.length)] as string;
  const text = `My ${pick(goods, 1)} was to be sent to ${pick(towns, 2)} on day ${place % 28} of the month and has not come. Where is order ${mixPair(place, 3) % 90_000}, and when will the ${pick(goods, 4)} be here?`;
  return {
    read: readPrompt(text, "shop"),
    qualities: Float64Array.of(1, uniformAt(place, 5) < 0.01 ? 0 : 1),
  };
}

const nouns = ["Vertrag", "Erbschaft", "Kündigung", "Vollmacht", "Grundbuch", "Bürgschaft"];
const verbs = ["anfechten", "widerrufen", "beglaubigen", "übertragen", "verjähren"];

/** Constructed: questions of law in another language, under the same fingerprint. */
function questionAt(place: number) {
  const pick = (from: readonly string[], seed: number): string =>
    from[Math.floor(uniformAt(place, seed) * from.length)] as string;
  const text = `Darf ein minderjähriger Gesellschafter seine ${pick(nouns, 11)} nach Paragraph ${mixPair(place, 12) % 900} ${pick(verbs, 13)}, falls ${pick(nouns, 14)} und ${pick(nouns, 15)} bereits ${pick(verbs, 16)}?`;
  return readPrompt(text, "shop");
}

const shareMoved = (learner: RouteLearner, reads: readonly ReturnType<typeof readPrompt>[]) =>
  reads.filter((read) => learner.decide(read, costs).chosen === 1).length / reads.length;

const letters = Array.from({ length: 500 }, (_, index) => letterAt(10_000 + index).read);
const questions = Array.from({ length: 500 }, (_, index) => questionAt(10_000 + index));

let learner: RouteLearner;

beforeAll(() => {
  learner = new RouteLearner(settings);
  for (let place = 0; place < LABELS; place += 1) {
    const { read, qualities } = letterAt(place);
    learner.see(read);
    learner.learn({ ...read, costs, qualities, by: { kind: "form" } });
  }
  learner.refit();
});

test("a prompt unlike all that its task's labels are of is served the reference; usual ones still go to the cheaper model", () => {
  expect(learner.certified.get("shop")?.labels).toBe(LABELS);
  expect(shareMoved(learner, letters)).toBeGreaterThan(0.9);
  expect(shareMoved(learner, questions)).toBe(0);
  const [question] = questions as [ReturnType<typeof readPrompt>];
  expect(learner.decide(question, costs)).toMatchObject({ chosen: 0, isUnlike: true });
  const again = RouteLearner.load(learner.save(), settings);
  expect(questions.map((read) => again.decide(read, costs))).toEqual(
    questions.map((read) => learner.decide(read, costs)),
  );
});

test("prompts that were seen and never labelled are as unlike, and the certified share counts those of the labelled ones", () => {
  // The map knows the questions now, so that they lie near a middle: of prompts without a label.
  for (let place = 0; place < 600; place += 1) learner.see(questionAt(place));
  learner.refit();
  const { saved } = learner.certified.get("shop") ?? { saved: 0 };

  expect(shareMoved(learner, questions)).toBe(0);
  // The weak model does as well, so that all but the fiftieth goes to it: nine tenths are saved of each.
  expect(saved / 0.9).toBeCloseTo(0.98, 5);
  expect(Math.abs(shareMoved(learner, letters) - saved / 0.9)).toBeLessThan(0.02);
});

test("how unlike a prompt is cannot be told without a fingerprint, nor of fewer than fifty labelled prompts that differ", () => {
  const reads = Array.from({ length: LABELS }, (_, place) => letterAt(place).read);
  const known = (count: number) => labelledPromptsOf(reads.slice(0, count)).labelled;
  const [question] = questions as [ReturnType<typeof readPrompt>];

  expect(isUnlikeLabelled(known(50), question)).toBe(true);
  expect(isUnlikeLabelled(known(49), question)).toBe(false);
  // Copies of one prompt do not tell how prompts differ.
  const copies = labelledPromptsOf([...reads.slice(0, 49), ...Array(400).fill(reads[0])]);
  expect(isUnlikeLabelled(copies.labelled, question)).toBe(false);
  const none = labelledPromptsOf(reads.map((read) => ({ ...read, fingerprint: undefined })));
  expect(isUnlikeLabelled(none.labelled, { ...question, fingerprint: undefined })).toBe(false);
  expect(none.areUnlike).not.toContain(true);
});

test("of labelled prompts, each held against the others, a fiftieth is unlike; of fresh ones about as many", () => {
  const prompts = Array.from({ length: 1_000 }, (_, place) => letterAt(place).read);
  const { labelled, areUnlike } = labelledPromptsOf(prompts);
  const fresh = Array.from({ length: 4_000 }, (_, index) => letterAt(20_000 + index).read);

  expect(areUnlike.filter(Boolean).length).toBe(20);
  const share = fresh.filter((read) => isUnlikeLabelled(labelled, read)).length / fresh.length;
  // The percentile itself is known of twenty prompts: two of its own deviations.
  expect(share).toBeGreaterThan(0.011);
  expect(share).toBeLessThan(0.029);
});
