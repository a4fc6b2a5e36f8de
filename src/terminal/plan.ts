/** A plan as people read it: by server, then by app, with symbols that also carry words. */
import type { Plan, Step, StepKind } from '../plan/model.js';
import type { Paint } from './colour.js';
import { type PlanWords, planWords } from './plan-words.js';
import type { Language } from './prose/index.js';
import { pad } from './width.js';

export interface PlanOptions {
  lang: Language;
  paint: Paint;
  /** What the plan acts on, e.g. the site and its manager; named first. */
  target?: string;
}

type Kind = 'create' | 'update' | 'remove' | 'build' | 'run';

const kinds: Record<StepKind, Kind> = {
  'swarm.init': 'create',
  'node.label': 'update',
  'network.create': 'create',
  'secret.create': 'create',
  'image.build': 'build',
  'image.pull': 'build',
  'service.create': 'create',
  'service.update': 'update',
  'service.remove': 'remove',
  'release.run': 'run',
  'routes.load': 'update',
  'backups.schedule': 'update',
};

const symbols: Record<Kind, string> = {
  create: '+',
  update: '~',
  remove: '-',
  build: '*',
  run: '>',
};

/** The plan's text, without a final newline. */
export function renderPlan(plan: Plan, { lang, paint, target }: PlanOptions): string {
  const words = planWords[lang];
  const held = plan.held.map((one) => `${paint.yellow(`! ${words.held}`)} ${words.waits(one)}`);
  const unmanaged = plan.unmanaged.map(
    ({ kind, name }) =>
      `${paint.yellow(`? ${words.unmanaged}`)} ${words.objects[kind]} ${name} (${words.untouched})`,
  );
  if (plan.steps.length === 0) {
    return [...held, ...unmanaged, words.nothing(plan.unchanged.length)].join('\n');
  }
  const unchanged = plan.unchanged.length;
  return [
    ...(target === undefined ? [] : [`${words.on} ${paint.bold(target)}`, '']),
    ...groups(plan, words, paint),
    ...(unchanged > 0 ? [paint.dim(`= ${words.unchanged(unchanged)}`)] : []),
    ...held,
    ...unmanaged,
    '',
    summary(plan, words),
  ].join('\n');
}

/** `Plan: 4 to create, 1 to update, 0 to remove.`, and what is built and run for it. */
function summary(plan: Plan, words: PlanWords): string {
  const count = (kind: Kind) => plan.steps.filter((step) => kinds[step.kind] === kind).length;
  return words.summary({
    create: count('create'),
    update: count('update'),
    remove: count('remove'),
    build: count('build'),
    run: count('run'),
  });
}

function groups(plan: Plan, words: PlanWords, paint: Paint): string[] {
  const lines: string[] = [];
  for (const [server, steps] of byServer(plan)) {
    lines.push(paint.bold(server));
    for (const [app, own] of byApp(steps)) {
      if (app !== '') lines.push(`  ${app}`);
      const indent = app === '' ? '  ' : '    ';
      lines.push(...own.map((step) => indent + describe(step, words, paint)));
    }
    lines.push('');
  }
  return lines;
}

/** Servers in the order of their names; a step without one goes where its app's others are. */
function byServer(plan: Plan): [string, Step[]][] {
  const homes = new Map(plan.steps.flatMap(({ app, server }) => (server ? [[app, server]] : [])));
  const place = ({ app, server }: Step) => server ?? (app && homes.get(app)) ?? plan.site;
  return group(plan.steps, place).sort(([a], [b]) => (a < b ? -1 : 1));
}

function byApp(steps: Step[]): [string, Step[]][] {
  return group(steps, ({ app }) => app ?? '').sort(([a], [b]) => (a < b ? -1 : 1));
}

function group(steps: Step[], keyOf: (step: Step) => string): [string, Step[]][] {
  const found = new Map<string, Step[]>();
  for (const step of steps) {
    const key = keyOf(step);
    found.set(key, [...(found.get(key) ?? []), step]);
  }
  return [...found];
}

function describe(step: Step, words: PlanWords, paint: Paint): string {
  const kind = kinds[step.kind];
  const colour = { create: paint.green, update: paint.yellow, remove: paint.red }[
    kind as 'create' | 'update' | 'remove'
  ];
  const act = `${symbols[kind]} ${pad(words.acts[kind], words.actWidth)}`;
  const reasons = step.reasons.map((reason) => words.reason(reason)).join('; ');
  const why = reasons === '' ? '' : ` (${words.because}: ${reasons})`;
  return `${(colour ?? paint.cyan)(act)} ${words.target(step)}${why}`;
}
