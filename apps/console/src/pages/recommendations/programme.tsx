import type { RecommendationsReport } from "@headgate/contract";
import { Progress } from "@mantine/core";
import { phaseViews } from "./view-model.ts";

/** The four phases side by side, each with how far it is. */
export const Programme = ({ report }: Readonly<{ report: RecommendationsReport }>) => (
  <ol className="programme" aria-label="The programme, phase by phase">
    {phaseViews(report).map(({ phase, number, name, done, text, dollars, effort }) => (
      <li key={phase} className={done === undefined ? "programme-empty" : undefined}>
        <span className="programme-name">
          {number} {name}
        </span>
        <Progress value={(done ?? 0) * 100} size="sm" aria-label={`${name}: ${text}`} />
        <span>{text}</span>
        <span className="muted">
          {done === undefined ? "" : `${dollars}${effort === "" ? "" : ` for ${effort}`}`}
        </span>
      </li>
    ))}
  </ol>
);
