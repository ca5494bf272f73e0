import "./fact-list.css";

/** Figures side by side, each with its name and what it means. */
export const FactList = ({
  facts,
}: Readonly<{
  facts: readonly Readonly<{ title: string; value: string; note: string }>[];
}>) => (
  <dl className="fact-list">
    {facts.map(({ title, value, note }) => (
      <div key={title}>
        <dt>{title}</dt>
        <dd className="fact-value">{value}</dd>
        <dd className="muted">{note}</dd>
      </div>
    ))}
  </dl>
);
