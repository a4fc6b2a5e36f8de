/** The firewall as text for nft(8): the same facts give the same bytes. */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Facts } from '../../facts.js';
import { addressesOf } from '../peers.js';
import type { InsidePorts, Target } from '../step.js';

/**
 * A table of its own, so that the rules of Docker, iptables or ufw stay untouched; a packet must
 * pass all of them. The chain sits before Docker's address translation: ports that containers
 * publish, the proxy's host-mode ports too, never reach the `input` hook.
 * Protocols are numbers because a small Debian has no /etc/protocols.
 */
export function firewallRules(facts: Facts, target: Target): string {
  const body = chain(facts, target);
  return body.replaceAll('@mark@', markOf(body));
}

/** What `nft list` shows of these rules when they are loaded. */
export function firewallMark(rules: string): string {
  return /induk:[0-9a-f]+/.exec(rules)?.[0] ?? '';
}

function markOf(body: string): string {
  return `induk:${createHash('sha256').update(body).digest('hex').slice(0, 12)}`;
}

function chain(facts: Facts, target: Target): string {
  const ssh = [...new Set([target.server.port, facts.sshPort ?? target.server.port])];
  const open = [...new Set([...ssh, ...target.ports])].sort((a, b) => a - b);
  return `# Written by induk; changes are lost. Delete with: nft delete table inet induk
table inet induk
delete table inet induk
table inet induk {
  chain incoming {
    type filter hook prerouting priority -110; policy accept;
    fib daddr type != local accept
    iifname "lo" accept
    iifname "docker*" accept
    iifname "br-*" accept
    ct state established,related accept
    ct state invalid drop
    meta l4proto { 1, 58 } accept comment "ICMP"
    ip6 saddr fe80::/10 udp dport 546 accept comment "DHCPv6"
    tcp dport { ${open.join(', ')} } accept
${insideRules(facts, target)}    drop comment "@mark@"
  }
}
`;
}

/** Manager API, gossip and VXLAN. */
export const swarmPorts: InsidePorts = { tcp: [2377, 7946], udp: [4789, 7946] };

/** From the site's own servers only. */
function insideRules(facts: Facts, { peers, inside = swarmPorts }: Target): string {
  const names = peers.flatMap(addressesOf);
  const addresses = [...new Set(names.flatMap((name) => facts.peers[name] ?? []))].sort();
  const families = [
    { keyword: 'ip', members: addresses.filter((address) => isIP(address) === 4) },
    { keyword: 'ip6', members: addresses.filter((address) => isIP(address) === 6) },
  ];
  return families
    .filter(({ members }) => members.length > 0)
    .map(({ keyword, members }) => {
      const from = `    ${keyword} saddr { ${members.join(', ')} }`;
      return (['tcp', 'udp'] as const)
        .filter((protocol) => inside[protocol].length > 0)
        .map((protocol) => `${from} ${protocol} dport { ${inside[protocol].join(', ')} } accept\n`)
        .join('');
    })
    .join('');
}
