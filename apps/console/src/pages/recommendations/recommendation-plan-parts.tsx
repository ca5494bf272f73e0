import type { RecommendationPlan } from "@headgate/contract";
import { CodeBlock } from "../../ui/code-block.tsx";
import { sourceText } from "./view-model.ts";

/** What a plan of capacity tells beside its dollars: risks, what would change it, prices with their age, texts for tools. */
export const RecommendationPlanParts = ({ plan }: Readonly<{ plan: RecommendationPlan }>) => (
  <>
    <Texts
      title="Risks to the money"
      texts={[
        ...plan.risks,
        ...(plan.range_basis === null ? [] : [`The range is ${plan.range_basis}.`]),
      ]}
    />
    <Texts title="What would change it" texts={plan.would_change} />
    <Texts title="Prices and facts, with their age" texts={plan.sources.map(sourceText)} />
    {plan.exports.map(({ file_name, text, notes }) => (
      <section className="recommendation-part" key={file_name}>
        <h3>{file_name}</h3>
        <CodeBlock text={text} label={file_name} />
        {notes.map((note) => (
          <p className="muted" key={note}>
            {note}
          </p>
        ))}
      </section>
    ))}
  </>
);

const Texts = ({ title, texts }: Readonly<{ title: string; texts: readonly string[] }>) =>
  texts.length === 0 ? null : (
    <section className="recommendation-part">
      <h3>{title}</h3>
      <ul>
        {[...new Set(texts)].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
