import { Fault } from '../../fault.js';

export interface ResticFailure {
  /** restic's command, e.g. `backup`. */
  command: string;
  /** Its location; may hold no password, as ours are given apart. */
  repository: string;
  code: number | null;
  killedBy: NodeJS.Signals | null;
  messages: string[];
}

/** Documented in restic's manual under "Exit status codes". */
const byExitCode: Record<number, string> = { 10: 'BAK010', 11: 'BAK011', 12: 'BAK012' };

/** What restic says goes back to the system and to Go's libraries, whose words do not change. */
const byMessage: [RegExp, string][] = [
  [/no space left on device|disk quota exceeded|insufficient storage|\b507\b/i, 'BAK013'],
  [/\b401\b|\b403\b|unauthorized|forbidden|access denied|permission denied \(/i, 'BAK014'],
  [/x509|certificate|tls: |host key verification failed/i, 'BAK016'],
  [
    /ciphertext verification|repository contains errors|invalid data returned|does not match|pack .* not found/i,
    'BAK017',
  ],
  [
    /connection refused|no such host|no route to host|network is unreachable|connection reset|timeout|timed out|broken pipe|unexpected EOF|server misbehaving|start the sftp session/i,
    'BAK015',
  ],
];

/** The fault that fits how restic ended. */
export function resticFault(failure: ResticFailure): Fault {
  const { command, code, killedBy, messages } = failure;
  const repository = failure.repository.replace(/\/\/[^/@]*@/, '//');
  const said = messages.filter((message) => message.trim() !== '');
  const logTail = said.slice(-20);
  const reason = (said.at(-1) ?? `exit status ${code}`).slice(0, 300);
  const args = { repository, command, reason };
  if (killedBy !== null || code === 130 || code === 137) {
    return new Fault('BAK018', { ...args, reason: killedBy ?? `${code}` }, { logTail });
  }
  const text = said.join('\n');
  const known = byExitCode[code ?? 0] ?? byMessage.find(([pattern]) => pattern.test(text))?.[1];
  return new Fault(known ?? 'BAK019', args, { logTail });
}
