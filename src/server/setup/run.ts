/** Runs setup steps on one server: look, act, look again. */
import { Fault } from '../../fault.js';
import type { Connection } from '../connection.js';
import { type Facts, readFacts } from '../facts.js';
import type { SetupEmit } from './events.js';
import { addressesOf } from './peers.js';
import type { SetupStep, Target } from './step.js';

export interface Run extends Target {
  connection: Connection;
  canConnect: () => Promise<boolean>;
  emit: SetupEmit;
  signal?: AbortSignal;
}

/**
 * Takes the steps in order and returns the facts after the last one and how many changed
 * something. A step that acted is checked against fresh facts, so "changed" means it worked.
 * @throws Fault SRV067 when a step's change did not take.
 */
export async function runSteps(
  steps: readonly SetupStep[],
  run: Run,
  known?: Facts,
): Promise<{ facts: Facts; changes: number }> {
  let facts = known ?? (await look(run));
  let changes = 0;
  for (const step of steps) {
    run.signal?.throwIfAborted();
    const finding = step.check(facts, run);
    const about = { type: 'step', server: run.server.name, step: step.name } as const;
    if (finding.state === 'ok') {
      run.emit({ ...about, state: 'unchanged', note: finding.note });
      continue;
    }
    const { change } = finding;
    const begun = Date.now();
    run.emit({ ...about, state: 'changing', change });
    const progress = (message: string) => run.emit({ ...about, type: 'progress', message });
    await step.act({ ...run, facts, progress });
    facts = await look(run);
    verify(step, facts, run);
    changes += 1;
    run.emit({ ...about, state: 'changed', change, ms: Date.now() - begun });
  }
  return { facts, changes };
}

/** Facts for setup: with the addresses of the peers and of the server itself. */
export function look(run: Pick<Run, 'connection' | 'server' | 'peers' | 'signal'>): Promise<Facts> {
  const { connection, server, signal } = run;
  const peers = [...run.peers, server].flatMap(addressesOf);
  // On this machine itself nothing is set up, so nobody is asked for root's rights.
  const sudo = server.address !== 'local';
  return readFacts(connection, { server, peers: [...new Set(peers)], sudo, signal });
}

function verify(step: SetupStep, facts: Facts, target: Target): void {
  const finding = step.check(facts, target);
  if (finding.state === 'change') {
    const { server } = facts;
    throw new Fault('SRV067', { server, step: step.name, change: finding.change });
  }
}
