import { Fault } from '../../../fault.js';
import { isSupported } from '../../check.js';
import type { SetupStep } from '../step.js';

/** Refuses what setup does not know; it cannot be changed into something it does. */
export const system: SetupStep = {
  name: 'system',
  check(facts) {
    if (!isSupported(facts) || !facts.systemd) {
      const name = facts.os.name || 'unknown';
      throw new Fault('SRV063', { server: facts.server, os: name });
    }
    return { state: 'ok', note: `${facts.os.name}, ${facts.cpus} cores` };
  },
  act: async () => {},
};
