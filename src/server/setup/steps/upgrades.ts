import type { Facts } from '../../facts.js';
import { asRoot, writeRootFile } from '../root.js';
import { change, ok, type SetupStep } from '../step.js';

const file = '/etc/apt/apt.conf.d/52induk-upgrades';
const timers = ['apt-daily.timer', 'apt-daily-upgrade.timer'];

/** Debian's own 50unattended-upgrades names the security origins; this turns it on. */
const content = `// Written by induk: security updates every day, no reboot by themselves.
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
`;

/** Security updates without anybody asking for them. */
export const upgrades: SetupStep = {
  name: 'updates',
  check(facts) {
    const found = [
      ...(facts.files.upgrades === content.trimEnd() ? [] : ['daily security updates']),
      ...stopped(facts).map((timer) => `start ${timer}`),
    ];
    return found.length === 0 ? ok : change(found.join(', '));
  },
  async act({ connection, facts }) {
    await writeRootFile(connection, file, content);
    const timers = stopped(facts);
    if (timers.length > 0) {
      await asRoot(connection, ['systemctl', 'enable', '--now', ...timers]);
    }
  },
};

function stopped(facts: Facts): string[] {
  return timers.filter((timer) => {
    const unit = facts.units[timer];
    return unit?.enabled !== 'enabled' || unit.active !== 'active';
  });
}
