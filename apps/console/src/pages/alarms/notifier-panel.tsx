import { Button } from "@mantine/core";

type Notifiers = readonly Readonly<{ name: string; kind: string }>[];

/** Whom messages can go to. */
export const NotifierPanel = ({
  notifiers,
  busy,
  onTest,
}: Readonly<{ notifiers: Notifiers; busy: boolean; onTest: (name: string) => void }>) => (
  <section className="panel" aria-labelledby="notifiers">
    <div className="panel-head">
      <h2 id="notifiers">Notifiers</h2>
    </div>
    <ul className="notifiers">
      {notifiers.map(({ name, kind }) => (
        <li key={name}>
          <span>
            {name} <span className="panel-note">{kind}</span>
          </span>
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            onClick={() => onTest(name)}
            aria-label={`Send a test to ${name}`}
          >
            Send a test
          </Button>
        </li>
      ))}
    </ul>
  </section>
);
