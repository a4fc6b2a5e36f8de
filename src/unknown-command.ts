import { exitCodes, Fault } from './fault.js';
import { suggest } from './inventory/suggest.js';

/** The fault of a command that does not exist, with the one that was probably meant. */
export function unknownCommand(
  given: string,
  commands: Record<string, { hidden: boolean }>,
): Fault {
  const visible = Object.entries(commands).filter(([, { hidden }]) => !hidden);
  const names = visible.map(([id]) => id.replaceAll(':', ' '));
  const suggestion = suggest(given, names);
  const exit = exitCodes.usage;
  if (suggestion === undefined) return new Fault('CLI008', { given }, { exit });
  return new Fault('CLI012', { given, suggestion }, { exit });
}
