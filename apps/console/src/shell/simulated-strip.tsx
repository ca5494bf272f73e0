/** Says on every page that the money is not real. */
export const SimulatedStrip = () => (
  <aside className="simulated-strip" aria-label="Simulated data">
    <strong>Simulated</strong>
    <span>Providers are stand-ins. No money is spent: every dollar here is made up.</span>
  </aside>
);
