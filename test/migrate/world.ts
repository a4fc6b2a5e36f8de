/**
 * Two hosts and everything that can go wrong between them, small enough to try thousands of
 * times: which side may write, what it was told and acknowledged, the dead man's timer, commands
 * that arrive late or never, and a runner that is killed between any two of its acts.
 */
import type { Act, Acts } from '../../src/migrate/advance.js';
import type { Entry, Event, Journal } from '../../src/migrate/journal.js';
import { lineOf, parseJournal } from '../../src/migrate/journal.js';

/** The runner was killed: nothing it would have done next happens. */
export class Killed extends Error {}

/** What may happen between two acts; drawn by the test. */
export const happenings = [
  ...['nothing', 'write', 'write', 'write', 'replicate', 'time passes', 'long time passes'],
  ...['dead man fires', 'kill', 'kill, command late', 'late command arrives'],
  ...['link cut', 'link back', 'old host reboots'],
] as const;
export type Happening = (typeof happenings)[number];

export const budget = 30_000;
/** Milliseconds that the dead man waits longer than the runner. */
const grace = 5_000;

type Command = () => void;

export class World {
  now = 0;
  old = {
    state: 'open' as 'open' | 'held' | 'kept',
    /** Newest command and newest freeze that it was told of. */
    heard: 0,
    epoch: 0,
    closed: false,
    web: 'app' as 'app' | '503' | 'forward',
    deadMan: undefined as { epoch: number; at: number } | undefined,
    log: [] as number[],
  };
  new = { closed: true, cron: false, log: [] as number[] };
  follows = false;
  reverses = false;
  key = false;
  linked = true;
  acknowledged: number[] = [];
  /** Commands whose sender died before they reached the old host. */
  late: Command[] = [];
  disk = '';
  silentSince: number | undefined;
  /** The runner is dead: nothing it does reaches anything, until the next one reads the disk. */
  dead = false;
  /** Invariants that did not hold: noted, since the runner takes an error for a failed act. */
  violations: string[] = [];

  constructor(private readonly script: Happening[]) {}

  /** A moment between two acts; the world may do anything in it. */
  async moment(): Promise<void> {
    this.now += 100;
    this.happen(this.script.shift() ?? 'nothing');
  }

  happen(what: Happening, command?: Command): void {
    if (what === 'write') this.write();
    if (what === 'replicate') this.replicate();
    if (what === 'time passes') this.now += 2_000;
    if (what === 'long time passes') this.now += 20_000;
    if (what === 'dead man fires') this.fire();
    if (what === 'late command arrives') this.late.shift()?.();
    if (what === 'link cut') this.linked = false;
    if (what === 'link back') this.linked = true;
    // A reboot ends sessions and processes; state, timer and what is closed are on the disk.
    if (what === 'old host reboots') this.linked = true;
    if (what === 'kill, command late' && command !== undefined) this.late.push(command);
    this.fireIfDue();
    this.check();
    if (!what.startsWith('kill')) return;
    this.dead = true;
    throw new Killed();
  }

  private write(): void {
    const id = this.acknowledged.length;
    const side = [this.old, this.new].find(({ closed }) => !closed);
    if (side === undefined) return;
    side.log.push(id);
    this.acknowledged.push(id);
  }

  /** One change flows each way that replication runs. */
  private replicate(): void {
    if (!this.linked) return;
    if (this.follows) copyOne(this.old.log, this.new.log);
    if (this.reverses) copyOne(this.new.log, this.old.log);
  }

  fireIfDue(): void {
    const { deadMan } = this.old;
    if (deadMan !== undefined && deadMan.at <= this.now) this.fire();
  }

  private fire(): void {
    const { deadMan, state, epoch } = this.old;
    if (deadMan === undefined) return;
    this.old.deadMan = undefined;
    if (state === 'held' && deadMan.epoch === epoch) this.openOld();
  }

  openOld(): void {
    Object.assign(this.old, { state: 'open', closed: false, web: 'app' });
    this.old.deadMan = undefined;
  }

  /** What must hold at every moment. */
  check(): void {
    const { old, new: fresh, acknowledged } = this;
    if (!old.closed && !fresh.closed) this.violations.push('I1: both sides are writable');
    const side = old.closed ? (fresh.closed ? undefined : fresh) : old;
    if (side === undefined) {
      this.checkSilence();
      return;
    }
    this.silentSince = undefined;
    if (!isSame(side.log, acknowledged)) {
      this.violations.push('I5: an acknowledged write is lost');
    }
  }

  /** Nobody can write: somebody besides the runner must end that, but where one command decides. */
  private checkSilence(): void {
    this.silentSince ??= this.now;
    const { state, deadMan, epoch } = this.old;
    if (state !== 'held') return;
    if (deadMan?.epoch !== epoch) this.violations.push('I7: fenced without a dead man');
    else if (deadMan.at > this.silentSince + budget + grace) {
      this.violations.push('I7: the dead man fires too late');
    }
  }

  /** A command over SSH: it may never arrive, arrive without an answer, or arrive too late. */
  async onOld(command: Command, turn?: number): Promise<void> {
    const told = (): void => {
      if (turn !== undefined && turn < this.old.heard) throw new Error('too late');
      this.old.heard = turn ?? this.old.heard;
      command();
    };
    this.now += 100;
    const before = this.script.shift() ?? 'nothing';
    if (!this.linked && before !== 'link back') throw new Error('link cut');
    this.happen(before, turn === undefined ? undefined : told);
    told();
    this.check();
    await this.moment();
    if (!this.linked) throw new Error('link cut');
  }

  readonly journal: Journal & { entries: Entry[] } = {
    entries: [],
    append: async (event: Event) => {
      if (this.dead) throw new Killed();
      const line = lineOf({ at: new Date(this.now).toISOString(), ...event } as Entry);
      const what = this.script.shift() ?? 'nothing';
      // The power may fail in the middle of a line.
      this.disk += what.startsWith('kill') ? line.slice(0, line.length / 2) : line;
      this.happen(what);
      this.journal.entries.push(JSON.parse(line) as Entry);
    },
  };

  /** The next run reads what is on the disk. */
  reread(): void {
    this.dead = false;
    const { entries, bytes } = parseJournal(this.disk);
    this.disk = Buffer.from(this.disk).subarray(0, bytes).toString();
    this.journal.entries.splice(0, Number.POSITIVE_INFINITY, ...entries);
  }

  readonly acts: Acts = actsOf(this);
}

function actsOf(world: World): Acts {
  const { old, new: fresh } = world;
  const nothing = async (): Promise<void> => world.moment();
  const act = (run: Act['do'], undo: Act['undo'] = nothing): Act => ({ do: run, undo });
  const refuse = (why: string): never => {
    throw new Error(why);
  };
  return {
    // One that is written too late expires by itself.
    key: act(
      () => world.onOld(() => Object.assign(world, { key: true })),
      () => world.onOld(() => Object.assign(world, { key: false })),
    ),
    account: act(nothing),
    seed: act(async () => {
      if (!fresh.closed) refuse('seeding an open side');
      fresh.log.splice(0, Number.POSITIVE_INFINITY, ...old.log);
      await world.moment();
    }),
    follow: act(
      async () => {
        world.follows = true;
        await world.moment();
      },
      async () => {
        world.follows = false;
        await world.moment();
      },
    ),
    freeze: act(
      ({ turn, left = 0 }) => world.onOld(() => fence(world, turn, left + grace), turn),
      ({ turn }) => world.onOld(() => unfence(world), turn),
    ),
    verify: act(async () => {
      await world.moment();
      if (!world.linked) refuse('link cut');
      while (copyOne(old.log, fresh.log)) await world.moment();
      if (!isSame(old.log, fresh.log)) refuse('the sides differ');
      await world.moment();
    }),
    reverse: act(
      ({ turn }) => world.onOld(() => Object.assign(world, { reverses: true }), turn),
      ({ turn }) => world.onOld(() => Object.assign(world, { reverses: false }), turn),
    ),
    keep: act(
      ({ turn, epoch }) => world.onOld(() => keep(world, epoch), turn),
      ({ turn }) => world.onOld(() => world.openOld(), turn),
    ),
    open: act(
      async () => {
        await world.moment();
        fresh.closed = false;
        await world.moment();
      },
      async () => {
        await world.moment();
        fresh.closed = true;
        await world.moment();
        if (!world.linked) refuse('link cut');
        while (copyOne(fresh.log, old.log)) await world.moment();
        if (!isSame(old.log, fresh.log)) refuse('the sides differ');
      },
    ),
    forward: act(
      ({ turn }) => world.onOld(() => web(world, 'forward'), turn),
      ({ turn }) => world.onOld(() => web(world, '503'), turn),
    ),
    cron: act(
      async () => {
        fresh.cron = true;
        await world.moment();
      },
      async () => {
        fresh.cron = false;
        await world.moment();
      },
    ),
    commit: act(async () => {
      world.reverses = false;
      await world.moment();
    }),
  };
}

/** The old host's side of the protocol, as host/agent.ts says it in shell. */
function fence(world: World, epoch: number, milliseconds: number): void {
  const { old } = world;
  if (old.state === 'kept' || (epoch === old.epoch && old.state !== 'held'))
    throw new Error('this freeze is over');
  // Told again, it waits no longer than it would have: the silence began with the first.
  const at = Math.min(old.deadMan?.at ?? Number.POSITIVE_INFINITY, world.now + milliseconds);
  old.epoch = epoch;
  old.deadMan = { epoch, at };
  Object.assign(old, { state: 'held', web: '503', closed: true });
}

function unfence(world: World): void {
  if (world.old.state === 'kept') throw new Error('kept');
  world.openOld();
}

function keep({ old }: World, epoch: number): void {
  if (old.epoch !== epoch || old.state === 'open') throw new Error('the fence was lost');
  Object.assign(old, { state: 'kept', deadMan: undefined });
}

function web({ old }: World, what: 'forward' | '503'): void {
  if (old.state === 'kept') old.web = what;
}

function copyOne(from: number[], to: number[]): boolean {
  const missing = from.find((id) => !to.includes(id));
  if (missing !== undefined) to.push(missing);
  return missing !== undefined;
}

const isSame = (a: number[], b: number[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;
