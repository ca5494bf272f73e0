import { recommendationSchema, recommendationStepSchema } from "@headgate/contract";
import type { Kysely } from "kysely";
import type { FollowedRecommendation, RecommendationStore } from "./recommendations.ts";

/** Tables of recommendations; what was recommended is JSON. */
export type RecommendationTables = {
  recommendations: { id: string; first_step_at: string; recommendation: string };
  recommendation_steps: { id: string; position: number; step: string };
};
type Database = Kysely<RecommendationTables>;

const recommendedSchema = recommendationSchema.omit({ state: true, life: true });

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
  return rows.map(({ id, recommendation }) => ({
    recommendation: recommendedSchema.parse(JSON.parse(recommendation)),
    steps: steps
      .filter((step) => step.id === id)
      .map(({ step }) => recommendationStepSchema.parse(JSON.parse(step))),
  }));
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
  await database
    .insertInto("recommendation_steps")
    .values({ id, position: after, step: JSON.stringify(step) })
    .execute();
  return true;
}
