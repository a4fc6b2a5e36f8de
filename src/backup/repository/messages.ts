/** What restic says in JSON while it works. https://restic.readthedocs.io/en/stable/075_scripting.html */

export type Message = Record<string, unknown> & { message_type?: string };

/** Hears how much is done. @param percent whole, 1 to 100 */
export type Say = (percent: number) => void;

/** A line as the message that it is; an empty one when it is something else. */
export function messageOf(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {};
  }
}

export function sayPercent(message: Message, say: Say): void {
  if (message.message_type !== 'status') return;
  const percent = Number(message.percent_done ?? 0);
  if (percent > 0) say(Math.floor(percent * 100));
}
