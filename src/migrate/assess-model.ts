/** What is judged before a move, and how a judgement is told. */
import type { App } from '../inventory/model.js';
import type { Certificate, DatabaseServer, FoundApp, Host } from './inspect/model.js';
import type { Method, Rates } from './predict.js';

export type Verdict = 'ok' | 'warn' | 'block';

/** `code` says in the prose catalogue what is wrong and what to do next; none when it is ok. */
export interface Check {
  name: CheckName;
  verdict: Verdict;
  code?: string;
  args?: Record<string, string | number>;
}

export type CheckName =
  | 'access'
  | 'framework'
  | 'address'
  | 'web'
  | 'disk'
  | 'target'
  | 'engine'
  | 'database-host'
  | 'accounts'
  | 'jobs'
  | 'definers'
  | 'tables'
  | 'binary-log'
  | 'clock'
  | 'forwarding'
  | 'certificate'
  | 'write'
  | 'backup';

export interface AssessFacts {
  app: App;
  found: FoundApp;
  host: Host;
  /** The server of its database, as inspect found it. */
  database?: DatabaseServer;
  /** What its visitors are shown over HTTPS, as inspect found it. */
  certificate?: Certificate;
  target: {
    server: string;
    /** Bytes free where volumes are. */
    free: number;
    /** A service of the app runs there, and nobody is moving it. */
    runs: boolean;
  };
  /** Whether a drill has proven a set of the app. */
  backup: 'proven' | 'unproven' | 'off';
  /** Milliseconds since 1970 when the old host's clock was read. */
  now: number;
  rates?: Rates;
}

export interface Assessment {
  method: Method;
  /** Seconds that nobody can write; absent where the method has no such time. */
  freeze?: number;
  /** Whether that is from measured rates. */
  isMeasured: boolean;
  checks: Check[];
  verdict: Verdict;
}

/** Nobody may be root there: induk can read the old side, and neither close nor forward it. */
export const isOwners = ({ host }: Pick<AssessFacts, 'host'>): boolean =>
  host.access === 'ordinary';

export type Judge = (facts: AssessFacts, method: Method) => Omit<Check, 'name'> | undefined;

export const block = (code: string, args: Check['args'] = {}) =>
  ({ verdict: 'block', code, args }) as const;
export const warn = (code: string, args: Check['args'] = {}) =>
  ({ verdict: 'warn', code, args }) as const;
