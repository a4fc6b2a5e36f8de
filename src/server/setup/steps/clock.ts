import { rootScript } from '../root.js';
import { change, ok, type SetupStep } from '../step.js';

/** A service that keeps the clock right: TLS, Swarm's certificates and the logs need it. */
export const clock: SetupStep = {
  name: 'clock',
  check(facts) {
    if (facts.clock.service !== undefined) {
      return ok;
    }
    if (facts.container !== 'none') {
      return { state: 'ok', note: `the clock is the host’s (container: ${facts.container})` };
    }
    return change('start time synchronisation');
  },
  async act({ connection }) {
    await rootScript(connection, start);
  },
};

const start = `
for unit in chrony systemd-timesyncd ntpsec openntpd; do
  if systemctl cat "$unit.service" >/dev/null 2>&1; then
    exec systemctl enable --now "$unit.service"
  fi
done
exit 1`;
