/** What stands at a pointed-at place of a chart whose points are numbered (`pointsAxis`). */
type ToldPoint = Readonly<{
  title: string;
  /** Beside the title. */
  text?: string;
  /** Below it, each with its name. */
  facts?: readonly (readonly [string, string])[];
}>;

/** The tooltip of a chart over such points; nothing where there is none. */
export const pointsTip = (points: readonly ToldPoint[]) => ({
  content: ({ label }: Readonly<{ label?: unknown }>) => {
    const point = typeof label === "number" ? points[label] : undefined;
    return point === undefined ? null : (
      <div className="chart-tip">
        <div className="chart-tip-head">
          <span>{point.title}</span>
          {point.text === undefined ? null : <span>{point.text}</span>}
        </div>
        {point.facts?.map(([name, text]) => (
          <div className="chart-tip-row" key={name}>
            <span>{name}</span>
            <span>{text}</span>
          </div>
        ))}
      </div>
    );
  },
});
