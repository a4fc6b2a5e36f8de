import { hostname, userInfo } from 'node:os';

/** What happened, as the caller says it; the log adds number and link. */
export interface AuditRecord {
  /** RFC 3339, UTC. */
  time: string;
  /** Who: `user@host` of the person's machine. */
  operator: string;
  /** Command or step: `apply`, `destroy`, `servers setup`. */
  action: string;
  /** `<opd>/<app>` when it concerns one app. */
  app?: string;
  outcome: 'start' | 'ok' | 'failed';
  /** Plain data about it; never a secret. */
  detail: Record<string, unknown>;
  /** Version of induk. */
  version: string;
}

/** A line of the log. */
export interface AuditEntry extends AuditRecord {
  /** 1-based number of the line. */
  seq: number;
  /** SHA-256 of the line before it with its line break, hex; 64 zeros in the first. */
  prev: string;
}

/** A line of the log as the chain knows it: its number and its own SHA-256. */
export interface Head {
  seq: number;
  hash: string;
}

/** `user@host` of whoever runs this process; behind sudo, the person who called it. */
export function operatorOf(env: NodeJS.ProcessEnv = process.env): string {
  return `${env.SUDO_USER || userInfo().username}@${hostname()}`;
}
