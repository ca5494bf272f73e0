import "./sparkline.css";

/** A line without axes: the shape of a figure over the range. Undefined values leave a gap. */
export const Sparkline = ({ values }: Readonly<{ values: readonly (number | undefined)[] }>) => {
  const known = values.filter((value) => value !== undefined);
  const top = Math.max(...known, 0);
  if (known.length < 2 || top === 0) return <div className="sparkline" aria-hidden="true" />;
  const x = (index: number) => (index / (values.length - 1)) * 100;
  const y = (value: number) => 27 - (value / top) * 25;
  const strokes: string[] = [];
  let open = false;
  values.forEach((value, index) => {
    if (value === undefined) {
      open = false;
      return;
    }
    strokes.push(`${open ? "L" : "M"}${x(index).toFixed(2)} ${y(value).toFixed(2)}`);
    open = true;
  });
  const line = strokes.join("");
  const whole = known.length === values.length;
  return (
    <svg className="sparkline" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
      {whole ? <path className="sparkline-area" d={`${line}L100 28L0 28Z`} /> : null}
      <path className="sparkline-line" d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
};
