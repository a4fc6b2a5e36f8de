/** The picture of a plan under way, and how events change it. */
import type { DefaultRenderer, ListrTask, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import type { Event, Work } from '../../cluster/events.js';
import type { Plan } from '../../plan/model.js';
import type { Paint } from '../colour.js';
import type { Language } from '../prose/index.js';
import { duration } from '../units.js';
import { describeStep, faultLine, stateWords } from './words.js';

export interface Board {
  /** Draws until every step has ended. */
  run(): Promise<void>;
  follow(event: Event): void;
  /** Shows a remark beside the steps under way. */
  say(text: string): void;
  /** Ends the steps that never ended, so that `run` returns. */
  abandon(): void;
}

export interface BoardOptions {
  stream: NodeJS.WriteStream;
  paint: Paint;
  lang: Language;
}

type Wrapper = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;
type End = { kind: 'done'; ms: number } | { kind: 'failed' | 'skipped'; words: string };

interface Slot {
  step: Work;
  started: boolean;
  task?: Wrapper;
  end: (end: End) => void;
  ended: Promise<End>;
}

/** Steps of one app, or of the site itself, on one server. */
export interface Group {
  server: string;
  name: string;
  steps: Work[];
}

/** The plan's steps by server and app; a step without a server goes where its app is. */
export function groupByApp(plan: Plan): Group[] {
  const homes = new Map(plan.steps.flatMap(({ app, server }) => (server ? [[app, server]] : [])));
  const groups = new Map<string, Group>();
  for (const step of plan.steps) {
    const server = step.server ?? (step.app && homes.get(step.app)) ?? plan.site;
    const name = step.app ?? plan.site;
    const key = `${server} ${name}`;
    const group = groups.get(key) ?? { server, name, steps: [] };
    group.steps.push(step);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Makes the board of a plan; nothing is drawn before `run`. */
export function stepBoard(plan: Plan, options: BoardOptions): Board {
  const slots = new Map(plan.steps.map((step) => [step.id, slotOf(step)]));
  const slot = (step: Work) => slots.get(step.id);
  return {
    run: () => draw(groupByApp(plan), slots, options),
    follow: (event) => {
      if ('step' in event) follow(slot(event.step), event, options);
    },
    say(text) {
      for (const each of slots.values()) if (each.started && each.task) each.task.output = text;
    },
    abandon() {
      const words = stateWords[options.lang].skipped;
      for (const each of slots.values()) each.end({ kind: 'skipped', words });
    },
  };
}

function slotOf(step: Work): Slot {
  let end: Slot['end'] = () => {};
  const ended = new Promise<End>((resolve) => {
    end = resolve;
  });
  return { step, started: false, end, ended };
}

function follow(slot: Slot | undefined, event: Event, { lang }: BoardOptions): void {
  if (slot === undefined) return;
  if (event.type === 'step.start') slot.started = true;
  if (event.type === 'step.progress' && slot.task) slot.task.output = event.message;
  if (event.type === 'step.done') slot.end({ kind: 'done', ms: event.ms });
  if (event.type === 'step.skipped') slot.end({ kind: 'skipped', words: event.because });
  if (event.type === 'step.failed') {
    slot.end({ kind: 'failed', words: faultLine(event.fault, lang) });
  }
}

async function draw(groups: Group[], slots: Map<string, Slot>, options: BoardOptions) {
  const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import('listr2');
  // listr2 asks whether stdout is a terminal; this is drawn on stderr.
  class StderrRenderer extends DefaultRenderer {
    static override nonTTY = true;
  }
  const servers = [...new Set(groups.map(({ server }) => server))];
  const list = new Listr(
    servers.map((server) => serverTask(server, groups, slots, options)),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C belongs to the command; listr2 would leave with 127.
      registerSignalListeners: false,
      renderer: StderrRenderer,
      rendererOptions: {
        logger: new ListrLogger({
          useIcons: true,
          toStderr: [],
          processOutput: new ProcessOutput(options.stream, options.stream),
        }),
        collapseSubtasks: false,
        collapseSkips: true,
      },
    },
  );
  await list.run();
}

type Task = ListrTask<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

function serverTask(server: string, groups: Group[], slots: Map<string, Slot>, o: BoardOptions) {
  const apps = groups.filter((group) => group.server === server);
  return {
    title: o.paint.bold(server),
    task: (_: unknown, task: Wrapper) =>
      task.newListr(
        apps.map((group) => appTask(group, slots, o)),
        { concurrent: true },
      ),
  } as Task;
}

function appTask({ name, steps }: Group, slots: Map<string, Slot>, o: BoardOptions): Task {
  return {
    title: name,
    task: (_: unknown, task: Wrapper) =>
      task.newListr(
        steps.map((step) => stepTask(slots.get(step.id) as Slot, o)),
        { concurrent: false },
      ),
  } as Task;
}

function stepTask(slot: Slot, { paint, lang }: BoardOptions): Task {
  const title = describeStep(slot.step, lang);
  return {
    title,
    task: async (_: unknown, task: Wrapper) => {
      slot.task = task;
      const end = await slot.ended;
      if (end.kind === 'done') task.title = `${title} ${paint.dim(duration(end.ms))}`;
      if (end.kind === 'skipped') task.skip(`${title}: ${end.words}`);
      if (end.kind === 'failed') throw new Error(`${title}: ${end.words}`);
    },
  } as Task;
}
