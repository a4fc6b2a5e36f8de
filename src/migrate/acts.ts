/** The twelve steps, each as what it asks of the old host's agent and of whoever moves the data. */
import type { Act, ActContext, Acts } from './advance.js';
import type { FencePlan } from './host/fence-plan.js';
import type { Holder } from './host/owners-word.js';
import { together } from './together.js';

/**
 * What brings data over and back: the movers. Each may be asked again after any part of it was
 * done. `signal` ends at the latest when the freeze has no time left.
 */
export interface Movers {
  /** Asks the old host whether the migration's key opens it. */
  reach(signal: AbortSignal): Promise<void>;
  /** Takes the migration's key away from the old host; the last thing done there. */
  leave(undo: unknown): Promise<void>;
  /** What the old database needs to be followed. @returns what takes it back */
  prepare(signal: AbortSignal): Promise<unknown>;
  unprepare(undo: unknown): Promise<void>;
  /** Brings files and database over; on the new side nobody writes. @returns figures */
  seed(signal: AbortSignal): Promise<unknown>;
  follow(signal: AbortSignal): Promise<void>;
  unfollow(): Promise<void>;
  /** What of the app runs on the new side stands still, so that it writes no file. */
  still(signal: AbortSignal): Promise<void>;
  /** It goes on. */
  wake(): Promise<void>;
  /**
   * Brings over what is left, and proves both sides equal.
   * @param seed what `seed` found
   * @throws when they are not
   */
  verify(signal: AbortSignal, seed: unknown): Promise<unknown>;
  /**
   * What `verify` opened is closed.
   * @param leaves nothing of the app stays on the new side
   */
  unverify(leaves: boolean): Promise<void>;
  /**
   * What `verify` opened is closed, and the old side begins to follow the new one.
   * @returns what ends that
   */
  reverse(signal: AbortSignal): Promise<unknown>;
  unreverse(undo: unknown): Promise<void>;
  /** It carries out what it got: the new side is the one that lives. */
  carryBack(signal: AbortSignal): Promise<void>;
  /** Lets the new side write, now and after any restart. */
  open(): Promise<void>;
  /**
   * Closes the new side, now and after any restart, brings all it took to the old one, and proves
   * both equal.
   * @param verified what `verify` found at the switch
   */
  close(signal: AbortSignal, verified: unknown): Promise<void>;
  /** Jobs of the app run on the new side, or do not. */
  cron(runs: boolean): Promise<void>;
  /**
   * Nothing follows any more.
   * @param undo what took back `account` and `reverse` until now
   * @returns figures for the report
   */
  commit(undo: { account?: unknown; reverse?: unknown }): Promise<unknown>;
}

/** Seconds that the dead man waits longer than the runner, which should end the freeze itself. */
const grace = 5;

export interface ActOptions {
  /** Milliseconds that nobody may write at most. */
  budget: number;
  /** What takes the migration's key away again, written before anything is done. */
  keyUndo: unknown;
  /** Reads the old host and decides what its agent will do there. */
  plan(signal: AbortSignal): Promise<FencePlan>;
}

export function actsOf(agent: Holder, movers: Movers, { budget, keyUndo, plan }: ActOptions): Acts {
  const act = (run: Act['do'], undo: Act['undo'] = async () => {}): Act => ({ do: run, undo });
  const seconds = ({ left = budget }: ActContext): number => left / 1000 + grace;
  return {
    key: {
      before: () => keyUndo,
      do: ({ signal }) => movers.reach(signal),
      undo: async ({ undo, signal }) => {
        await agent.remove(signal);
        await movers.leave(undo);
      },
    },
    account: act(
      async ({ signal }) => ({ undo: await movers.prepare(signal) }),
      ({ undo }) => movers.unprepare(undo),
    ),
    // With each seed the agent learns anew what is on the old host.
    seed: act(async ({ signal }) => {
      await agent.install(await plan(signal), signal);
      return { data: await movers.seed(signal) };
    }),
    follow: act(
      ({ signal }) => movers.follow(signal),
      () => movers.unfollow(),
    ),
    freeze: act(
      async (context) => {
        const { turn, signal } = context;
        await together(agent.fence(turn, seconds(context), signal), movers.still(signal));
      },
      async ({ turn, goal, signal }) => {
        await agent.unfence(turn, signal);
        // On the way back nothing of the app stays here, and nothing of it must go on.
        if (goal !== 'back') await movers.wake();
      },
    ),
    verify: act(
      async ({ signal, found }) => ({ data: await movers.verify(signal, found.seed) }),
      ({ goal }) => movers.unverify(goal === 'back'),
    ),
    reverse: act(
      async ({ signal }) => ({ undo: await movers.reverse(signal) }),
      ({ undo }) => movers.unreverse(undo),
    ),
    keep: act(
      ({ turn, epoch, signal }) => agent.keep(turn, epoch, signal),
      ({ turn, signal }) => agent.release(turn, signal),
    ),
    open: act(
      () => movers.open(),
      ({ signal, found }) => movers.close(signal, found.verify),
    ),
    forward: act(
      async ({ turn, signal }) => {
        await agent.forward(turn, 'forward', signal);
        await movers.carryBack(signal);
      },
      ({ turn, signal }) => agent.forward(turn, 'held', signal),
    ),
    cron: act(
      () => movers.cron(true),
      () => movers.cron(false),
    ),
    commit: act(async ({ undos }) => ({ data: await movers.commit(undos) })),
  };
}
