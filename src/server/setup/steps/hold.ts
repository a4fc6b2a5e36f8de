import { enginePackage } from '../../check.js';
import type { Facts } from '../../facts.js';
import { asRoot } from '../root.js';
import { change, ok, type SetupStep } from '../step.js';

/**
 * Holds the engine's packages: its upgrade restarts every container on the server (live-restore
 * is off), so it is done on purpose, server by server, and not by tonight's security update.
 */
export const hold: SetupStep = {
  name: 'hold',
  check(facts) {
    const missing = unheld(facts);
    return missing.length === 0 ? ok : change(`hold ${missing.join(' ')}`);
  },
  async act({ connection, facts }) {
    await asRoot(connection, ['apt-mark', 'hold', ...unheld(facts)]);
  },
};

function unheld(facts: Facts): string[] {
  const engine = enginePackage(facts);
  const names = engine === undefined ? [] : [engine, 'containerd', 'containerd.io'];
  return names.filter((name) => name in facts.packages && !facts.held.includes(name));
}
