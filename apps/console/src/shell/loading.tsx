import "./shell.css";

/** Before anything is known: nothing to see, but something to hear. */
export const Loading = () => (
  <main className="lone" aria-busy="true">
    <h1 className="visually-hidden">Headgate is loading</h1>
  </main>
);
