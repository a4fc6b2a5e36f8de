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
    next: 'Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the machine itself, then write `hostKey: "{fingerprint}"` under {server} in site.yaml.',
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
    next: 'Add your public key to ~{user}/.ssh/authorized_keys there, or name the right one with `key:` in site.yaml.',
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
};
