import type { Catalogue } from '../catalogue.js';

export const server: Catalogue = {
  SRV001: {
    text: '{server}: {address} port {port} refused the connection',
    next: 'Check that sshd runs there and that `port:` in site.yaml is right.',
  },
  SRV002: {
    text: '{server}: no answer from {address} port {port} within {seconds} s',
    next: 'Check that the machine is up, the address is right and no firewall is in between.',
  },
  SRV003: {
    text: '{server}: the name {address} cannot be resolved',
    next: 'Check `address:` in site.yaml, or this machine’s DNS.',
  },
  SRV004: {
    text: '{server}: no route to {address}',
    next: 'Check this machine’s network or VPN; a server behind another one needs `via:`.',
  },
  SRV005: { text: '{server}: connecting to {address} port {port} failed: {reason}' },
  SRV006: {
    text: '{server}: {address} port {port} did not complete the SSH handshake: {reason}',
    next: 'Check that an SSH server listens on that port.',
  },
  SRV007: {
    text: '{server}: {via} cannot reach {address} port {port}: {reason}',
    next: 'The address must be the one {via} knows, and its sshd must allow TCP forwarding.',
  },
  SRV010: {
    text: '{server}: the host key of {address} is not known: {type} {fingerprint}',
    next: 'Compare it with `ssh-keygen -lf` of the /etc/ssh/ssh_host_*_key.pub files on the machine itself, then write `hostKey: "{fingerprint}"` under {server} in site.yaml.',
  },
  SRV011: {
    text: '{server}: {address} shows the host key {fingerprint} ({type}), but {source} says {expected}',
    next: 'Someone may be in between, or the machine was reinstalled. Change the known key only after comparing it on the machine itself.',
  },
  SRV012: {
    text: '{server}: the host key {fingerprint} of {address} is marked as revoked in known_hosts',
    next: 'Do not connect; find out who revoked it and why.',
  },
  SRV020: {
    text: '{server}: {address} did not let user {user} in (tried: {tried})',
    next: 'Add your public key to ~{user}/.ssh/authorized_keys there, or name the right one with `key:` in site.yaml. On a bare server: `induk servers setup --as USER`, the account it came with.',
  },
  SRV021: {
    text: '{server}: there is no SSH key to log in with as {user}',
    next: 'Start an SSH agent, make a key with `ssh-keygen -t ed25519`, or set `key:` in site.yaml.',
  },
  SRV022: { text: '{server}: the key {file} cannot be used: {reason}' },
  SRV023: {
    text: '{server}: the key {file} is protected by a passphrase and the SSH agent does not hold it',
    next: 'Run `ssh-add {file}` and try again.',
  },
  SRV030: {
    text: '{server}: user {user} may not use Docker',
    next: 'Run `induk servers setup {server}`, or add the user to the group: `usermod -aG docker {user}`.',
  },
  SRV031: {
    text: '{server}: the Docker Engine does not run',
    next: 'On the machine: `systemctl start docker`, and `journalctl -u docker` for the reason.',
  },
  SRV032: {
    text: '{server}: there is no Docker Engine',
    next: 'Run `induk servers setup {server}`.',
  },
  SRV033: {
    text: '{server}: the Docker Engine broke off its answer ({reason})',
    next: 'Run the command again; `induk servers check {server}` shows whether the engine runs.',
  },
  SRV034: {
    text: '{server}: sshd forbids forwarding to the Docker socket and there is no docker client',
    next: 'Allow it with `AllowStreamLocalForwarding yes` in sshd_config, or install the docker client.',
  },
  SRV040: {
    text: '{server}: the connection was lost',
    next: 'Check the network and run the command again; it goes on where it stopped.',
  },
  SRV041: { text: '{server}: `{command}` did not finish within {seconds} s' },
  SRV042: { text: '{server}: the connection is closed' },
  SRV043: {
    text: '{server}: sshd opens no further session',
    next: 'Close other work on that connection, or raise MaxSessions in sshd_config.',
  },
  SRV050: {
    text: '{server}: there is no server named {via} in the inventory',
    next: 'Run `induk validate`.',
  },
  SRV051: { text: '{server}: its jump hosts form a circle: {path}' },
  SRV060: {
    text: '{server}: sudo asks {user} for a password',
    next: 'Give the account passwordless sudo while induk sets the server up: `{user} ALL=(ALL) NOPASSWD: ALL` in /etc/sudoers.d/.',
  },
  SRV061: { text: '{server}: reading its facts ended with status {code}' },
  SRV062: {
    text: '{server}: `{command}` ended with status {code}',
    next: 'Mend the cause shown above and run the command again; finished steps are not repeated.',
  },
  SRV063: {
    text: '{server}: setup knows Debian 12 and 13 with systemd, this is {os}',
    next: 'Install Debian 12 or 13 there.',
  },
  SRV064: {
    text: '{server}: {file} is no valid JSON object, so it was left alone',
    next: 'Mend or remove the file there, then run setup again.',
  },
  SRV065: {
    text: '{server}: with the new firewall rules SSH did not come through, so the old rules return (at the latest after {seconds} s)',
    next: 'Check that `port:` and the address in site.yaml are those you reach the server at.',
  },
  SRV067: {
    text: '{server}: the step {step} ran, but still wants: {change}',
    next: 'Look at the server, then run setup again; this may be a bug in induk.',
  },
  SRV068: {
    text: '{server}: its firewall could not be brought up to date ({reason})',
    next: 'Run `induk servers setup {server}` once it is reachable.',
  },
  SRV070: {
    text: '{server}: its Swarm membership is {state}: {reason}',
    next: 'Look at `docker info` there; `docker swarm leave --force` ends a broken membership.',
  },
  SRV071: {
    text: '{server}: it is a member of another Swarm than {manager}’s',
    next: 'If that one is not needed: `docker swarm leave --force` there, then run setup again.',
  },
  SRV072: {
    text: '{server}: joining the Swarm through {manager} ({address}) failed: {reason}',
    next: 'Between the servers these must pass: 2377/tcp, 7946/tcp and udp, 4789/udp; `privateAddress` names the address to use.',
  },
  SRV073: {
    text: '{server}: the engine does not know which of its addresses the other servers can reach',
    next: 'Set `privateAddress` of {server} in site.yaml.',
  },
  SRV074: {
    text: '{server}: there is no manager to join through',
    next: 'Set up a server with `role: manager` first, or name it together with {server}.',
  },
  SRV075: {
    text: '{server}: another running node already has the label induk.server={server}',
    next: 'Two machines cannot have one name; look at `docker node ls`.',
  },
  SRV076: {
    text: 'the server has no entry named {server} in {file}',
    next: 'Write `hostKey: "{fingerprint}"` there yourself.',
  },
  SRV081: {
    text: '{failed} of {total} servers have faults',
    next: 'See the table above; `induk servers setup` mends what setup can.',
  },
  SRV082: {
    text: '{failed} of {total} servers could not be set up: {servers}',
    next: 'Mend the causes above and run setup again; what is done stays done.',
  },
  SRV100: { text: '{server}: {os} is not a system that induk knows', next: 'Debian 12 or 13.' },
  SRV101: {
    text: '{server}: the Docker Engine does not answer',
    next: 'On the machine: `journalctl -u docker`.',
  },
  SRV102: { text: '{server}: no Docker Engine', next: '`induk servers setup {server}`' },
  SRV103: { text: '{server}: not in a Swarm ({reason})', next: '`induk servers setup {server}`' },
  SRV104: {
    text: '{server}: the disk is nearly full: {free} GiB, {percent} % free',
    next: 'Remove what is not needed: `docker system df` shows images and containers.',
  },
  SRV105: { text: '{server}: little disk is left: {free} GiB, {percent} % free' },
  SRV106: {
    text: '{server}: the file system runs out of inodes: {free} free',
    next: 'Look for folders with very many small files.',
  },
  SRV107: { text: '{server}: only {total} MiB of memory' },
  SRV108: { text: '{server}: little memory is left: {free} MiB' },
  SRV109: {
    text: '{server}: no swap with {total} MiB of memory',
    next: 'A swap file of the size of the memory lets it live through peaks.',
  },
  SRV110: {
    text: '{server}: its clock differs by {seconds} s from this machine’s (limit {limit} s)',
    next: 'Check time synchronisation on both: `timedatectl`.',
  },
  SRV111: {
    text: '{server}: nothing keeps its clock right',
    next: '`induk servers setup {server}`',
  },
  SRV112: {
    text: '{server}: live-restore is on, which Swarm refuses',
    next: '`induk servers setup {server}`',
  },
  SRV113: {
    text: '{server}: the package {package} is not held, so an upgrade may restart every container',
    next: '`induk servers setup {server}`',
  },
  SRV114: {
    text: '{server}: induk’s firewall is not loaded',
    next: '`induk servers setup {server}`',
  },
  SRV115: {
    text: '{server}: port {port} is taken by {program}',
    next: 'The proxy needs it: stop that program, or choose other ports under `proxy:` in site.yaml.',
  },
  SRV117: {
    text: '{server}: the certificate of {domain} ends in {days} days',
    next: 'Renew it: with `tls: files` store the new one with `induk secrets set site TLS_CERTIFICATE` and run `induk apply`; with `tls: acme` see `induk logs APP --service proxy`.',
  },
  SRV118: {
    text: '{server}: the proxy shows no certificate for {domain}',
    next: 'Run `induk apply`; with `tls: acme` check that the domain leads to this server.',
  },
  SRV083: {
    text: 'Is {fingerprint} ({type}) the host key of {server} ({address} port {port})? Compare it with `ssh-keygen -lf` of /etc/ssh/ssh_host_*_key.pub on the machine itself. Type yes to trust it and write it to site.yaml',
  },
  SRV084: { text: '{server}: host key {fingerprint} accepted and written to {file}' },
  SRV085: { text: 'all servers are ready, nothing had to change' },
  SRV086: { text: 'all servers are ready; changed steps: {changes}' },
  SRV087: { text: 'Set up {servers}? Each step that is not as it should be is changed' },
};
