import type { RecommendationsAnswer, RecommendationsPending } from "@headgate/contract";
import { Progress } from "@mantine/core";
import { setTexts, workShare } from "./set-view.ts";

/** When the set was worked out, and how far the next one is. */
export const SetState = ({
  set,
}: Readonly<{ set: RecommendationsAnswer | RecommendationsPending }>) => (
  <div role="status">
    {setTexts(set, Date.now()).map((text) => (
      <p className="muted" key={text}>
        {text}
      </p>
    ))}
    {set.computing === null ? null : (
      <Progress value={workShare(set.computing) * 100} size="sm" aria-label="Progress" />
    )}
  </div>
);
