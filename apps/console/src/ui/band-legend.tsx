/** What the lines and the band of a {@link BandChart} are. */
export const BandLegend = ({
  names,
}: Readonly<{
  names: Readonly<{ value: string; expected: string; band: string; marked?: string }>;
}>) => (
  <ul className="legend">
    <li className="legend-item">
      <span className="swatch" style={{ background: "var(--accent)" }} />
      {names.value}
    </li>
    <li className="legend-item">
      <span className="swatch-dashed" />
      {names.expected}
    </li>
    <li className="legend-item">
      <span className="swatch swatch-band" />
      {names.band}
    </li>
    {names.marked === undefined ? null : (
      <li className="legend-item">
        <span className="swatch swatch-mark" />
        {names.marked}
      </li>
    )}
  </ul>
);
