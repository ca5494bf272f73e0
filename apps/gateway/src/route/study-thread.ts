import { existsSync, renameSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parentPort } from "node:worker_threads";
import {
  CascadeLearner,
  type JudgeCorrections,
  RouteLearner,
  type RouteSettings,
} from "@headgate/levers";
import { readWhole } from "../kept/read-whole.ts";
import { writeWhole } from "../kept/write-whole.ts";
import type { FromStudy, ToStudy } from "./study-messages.ts";

/** Learns in a thread of its own: fitting takes seconds, and no call waits for it. */

type Studied = {
  readonly learner: RouteLearner;
  readonly answers: CascadeLearner;
  readonly file: string;
  unsaved: boolean;
};

const port = parentPort;
if (port === null) throw new Error("this file is started as a thread");
const studies = new Map<string, Studied>();
/** Judges that are refused in all pools, those that are opened later too, and corrections of others. */
let refused: readonly string[] = [];
let corrections: JudgeCorrections = new Map();
const tell = (message: FromStudy): void => port.postMessage(message);

port.on("message", (message: ToStudy) => {
  switch (message.kind) {
    case "open":
      open(message.name, message.settings, message.file);
      break;
    case "see":
      studies.get(message.name)?.learner.see(message.prompt);
      break;
    case "learn": {
      const study = studies.get(message.name);
      if (study === undefined) break;
      study.learner.learn(message.example);
      study.unsaved = true;
      if (study.learner.isDue) fit(message.name, study);
      break;
    }
    case "look": {
      const study = studies.get(message.name);
      if (study === undefined) break;
      study.answers.learn(message.look);
      study.unsaved = true;
      if (study.answers.isDue) fitAnswers(message.name, study);
      break;
    }
    case "close": {
      const study = studies.get(message.name);
      if (study !== undefined) save(message.name, study);
      studies.delete(message.name);
      break;
    }
    case "refuse":
      refused = message.judges;
      corrections = message.corrections;
      for (const [name, study] of studies) refuse(name, study);
      break;
    case "fit": {
      const study = studies.get(message.name);
      if (study !== undefined) fit(message.name, study);
      tell({ kind: "done", id: message.id });
      break;
    }
    case "save":
      for (const [name, study] of studies) save(name, study);
      tell({ kind: "done", id: message.id });
      break;
    default:
      message satisfies never;
  }
});

function open(name: string, settings: RouteSettings, file: string): void {
  const known = studies.get(name);
  const refusals: string[] = [];
  const study: Studied = {
    learner:
      known?.learner.inPool(settings) ??
      saved(file, (text, atMs) => RouteLearner.load(text, settings, atMs), refusals) ??
      new RouteLearner(settings),
    answers:
      known?.answers.inPool(settings) ??
      saved(
        fileOfAnswers(file),
        (text, atMs) => CascadeLearner.load(text, settings, atMs),
        refusals,
      ) ??
      new CascadeLearner(settings),
    file,
    unsaved: known?.unsaved ?? false,
  };
  studies.set(name, study);
  if (refusals.length > 0) tell({ kind: "learned-anew", name, reasons: refusals });
  tellSnapshot(name, study);
  refuse(name, study);
}

/** Has certificates rest on no label of a judge that is refused. */
function refuse(name: string, study: Studied): void {
  study.answers.refuse(refused, corrections);
  if (study.learner.refuse(refused, corrections)) fit(name, study);
}

/**
 * What goes on from a file; undefined where there is none, or it cannot be used: it is then set aside, so that what is
 * learned anew does not take its place, and why is added to the refusals.
 */
function saved<Learner>(
  file: string,
  load: (text: string, savedAtMs: number) => Learner,
  refusals: string[],
): Learner | undefined {
  try {
    const text = readWhole(file);
    return text === undefined ? undefined : load(text, statSync(file).mtimeMs);
  } catch (error) {
    refusals.push(`${reasonOf(error)}; ${setAside(file)}`);
    return undefined;
  }
}

/**
 * What was set aside before stays: somebody may go back to the version that reads it.
 * @returns what became of the file, in words
 */
function setAside(file: string): string {
  let aside = `${file}.set-aside`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${file}.set-aside-${number}`;
  try {
    renameSync(file, aside);
    return `the file is kept as ${basename(aside)}`;
  } catch (error) {
    return `the file could not be set aside (${reasonOf(error)})`;
  }
}

function fit(name: string, study: Studied): void {
  study.unsaved = true;
  study.learner.refit();
  fitAnswers(name, study);
}

function fitAnswers(name: string, study: Studied): void {
  study.answers.refit();
  tellSnapshot(name, study);
  save(name, study);
}

const tellSnapshot = (name: string, { learner, answers }: Studied): void =>
  tell({ kind: "snapshot", name, snapshot: learner.snapshot, answers: answers.snapshot });

const fileOfAnswers = (file: string): string => file.replace(/\.json$/, "-answers.json");

function save(name: string, study: Studied): void {
  if (!study.unsaved) return;
  const { file, learner, answers } = study;
  try {
    writeWhole(file, learner.save());
    writeWhole(fileOfAnswers(file), answers.save());
    study.unsaved = false;
  } catch (error) {
    warn(name, error);
  }
}

const warn = (name: string, error: unknown): void =>
  tell({
    kind: "warning",
    name,
    message: reasonOf(error),
  });

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
