import { Fault } from '../../../fault.js';
import { rootScript, writeRootFile } from '../root.js';
import { type Acting, change, ok, type SetupStep } from '../step.js';
import { firewallMark, firewallRules, swarmPorts } from './firewall-rules.js';

const rulesFile = '/etc/induk/firewall.nft';
const unitFile = '/etc/systemd/system/induk-firewall.service';

/** Early in boot, before anything listens; stopping it opens the server again. */
const unit = `# Written by induk.
[Unit]
Description=Firewall of induk
Wants=network-pre.target
Before=network-pre.target
After=nftables.service
DefaultDependencies=no
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${rulesFile}
ExecReload=/usr/sbin/nft -f ${rulesFile}
ExecStop=/usr/sbin/nft delete table inet induk

[Install]
WantedBy=sysinit.target
`;

/**
 * Only SSH, the proxy's ports and, from the site's other servers, Swarm. New rules are tried
 * first: unless a second SSH connection comes through, the old ones return by themselves.
 */
export const firewall: SetupStep = {
  name: 'firewall',
  check(facts, target) {
    const rules = firewallRules(facts, target);
    const found = [
      ...(facts.files.firewall === rules.trimEnd() ? [] : ['rules']),
      ...(facts.firewallMark === firewallMark(rules) ? [] : ['load']),
      ...(facts.files.firewallunit === unit.trimEnd() ? [] : ['unit']),
      ...(facts.units['induk-firewall.service']?.enabled === 'enabled' ? [] : ['start at boot']),
    ];
    const closed =
      found.length === 0 ? [] : closing(facts.listening, target.ports, target.inside?.tcp);
    const also = closed.length > 0 ? `; closes ${closed.join(', ')}` : '';
    return found.length === 0 ? ok : change(`${found.join(', ')}${also}`);
  },
  async act(acting) {
    const rules = firewallRules(acting.facts, acting);
    await writeRootFile(acting.connection, `${rulesFile}.new`, rules);
    await writeRootFile(acting.connection, unitFile, unit);
    await tryOut(acting);
    await rootScript(acting.connection, keep);
  },
};

/** Seconds until the old rules return unless told otherwise. */
const deadline = 40;

async function tryOut({ connection, canConnect, server }: Acting): Promise<void> {
  await rootScript(connection, apply, [String(deadline)]);
  if (await canConnect()) {
    await rootScript(connection, disarm);
    return;
  }
  // Ask for the old rules at once; when even this connection is gone, the timer does it.
  await rootScript(connection, 'systemctl start induk-firewall-undo.service', [], {
    timeout: 5_000,
  }).catch(() => {});
  throw new Fault('SRV065', { server: server.name, seconds: deadline });
}

/** `nft -f` is one transaction: either all rules of the file are in force or none is. */
const apply = `
nft --check --file ${rulesFile}.new
old=/run/induk-firewall-old.nft
{ echo 'table inet induk'; echo 'delete table inet induk'; } > "$old"
nft list table inet induk >> "$old" 2>/dev/null || true
systemctl stop induk-firewall-undo.timer 2>/dev/null || true
systemctl reset-failed induk-firewall-undo.service 2>/dev/null || true
systemd-run --quiet --collect --unit=induk-firewall-undo --on-active="$1" \\
  --timer-property=AccuracySec=1s /usr/sbin/nft -f "$old"
nft --file ${rulesFile}.new`;

const disarm = `systemctl stop induk-firewall-undo.timer`;

const keep = `
mv -f ${rulesFile}.new ${rulesFile}
systemctl daemon-reload
systemctl enable induk-firewall.service
systemctl start induk-firewall.service`;

/** What listens for everybody now and will not be reached from outside any more. */
function closing(
  listening: { address: string; port: number; program: string }[],
  ports: readonly number[],
  inside: readonly number[] = swarmPorts.tcp,
): string[] {
  const open = listening.filter(
    ({ address, port, program }) =>
      !/^(127\.|\[::1\]|\[::ffff:127)/.test(address) &&
      ![...ports, ...inside].includes(port) &&
      program !== 'sshd',
  );
  return [...new Set(open.map(({ port, program }) => `${port}/tcp${program && ` (${program})`}`))];
}
