import { recommendationSchema, recommendationStepSchema } from "@headgate/contract";
import type { Kysely } from "kysely";
import type { FollowedRecommendation, RecommendationStore } from "./recommendations.ts";

/** Tables of recommendations; what was recommended is JSON. */
export type RecommendationTables = {
  recommendations: { id: string; first_step_at: string; recommendation: string };
  recommendation_steps: { id: string; position: number; step: string };
};
type Database = Kysely<RecommendationTables>;

const recommendedSchema = recommendationSchema.omit({
  state: true,
  life: true,
  found_no_more: true,
});
/** A step that applies a recommendation holds it as it was then: that is what it promised. */
const keptStepSchema = recommendationStepSchema.extend({
  recommendation: recommendedSchema.optional(),
});

/** @throws when a row is damaged */
export async function readRecommendations(
  database: Database,
): Promise<readonly FollowedRecommendation[]> {
  const [rows, steps] = await Promise.all([
    database
      .selectFrom("recommendations")
      .selectAll()
      .orderBy("first_step_at")
      .orderBy("id")
      .execute(),
    database.selectFrom("recommendation_steps").selectAll().orderBy("position").execute(),
  ]);
  return rows.map(({ id, recommendation }) => {
    const kept = steps
      .filter((step) => step.id === id)
      .map(({ step }) => keptStepSchema.parse(JSON.parse(step)));
    return {
      recommendation:
        kept.findLast((step) => step.recommendation !== undefined)?.recommendation ??
        recommendedSchema.parse(JSON.parse(recommendation)),
      steps: kept.map(({ recommendation: _, ...step }) => step),
    };
  });
}

/** @returns false where it has had another number of steps */
export async function writeRecommendationStep(
  database: Database,
  { recommendation, step, after }: Parameters<RecommendationStore["addRecommendationStep"]>[0],
): Promise<boolean> {
  const { id } = recommendation;
  const had = await database
    .selectFrom("recommendation_steps")
    .select("position")
    .where("id", "=", id)
    .execute();
  if (had.length !== after) return false;
  if (after === 0) {
    await database
      .insertInto("recommendations")
      .values({ id, first_step_at: step.at, recommendation: JSON.stringify(recommendation) })
      .execute();
  }
  const kept = step.state === "applied" ? { ...step, recommendation } : step;
  await database
    .insertInto("recommendation_steps")
    .values({ id, position: after, step: JSON.stringify(kept) })
    .execute();
  return true;
}
