/**
 * What a PostgreSQL database is besides its content: its own settings, comment and rights, as its
 * dump tells them. While an app is held on its old host, two of them are the fence's: nobody may
 * connect, and transactions only read. Those are not the app's and go nowhere. Pure.
 */
const limit = /^ALTER DATABASE .* CONNECTION LIMIT = (-?\d+);$/;
const readOnly = /^ALTER DATABASE .* SET default_transaction_read_only TO .*;$/;

const keep = (properties: string, wanted: (line: string) => boolean): string =>
  properties
    .split('\n')
    .filter((line) => wanted(line))
    .join('\n');

/** All but how many may connect, which the old host's agent has in mind. */
export function ownProperties(properties: string): string {
  return keep(properties, (line) => !limit.test(line) && !readOnly.test(line));
}

/** How many may connect to it, when it says so; `0` is the fence's. */
export function limitIn(properties: string): string | undefined {
  for (const line of properties.split('\n')) {
    const [, count] = limit.exec(line) ?? [];
    if (count !== undefined) return count;
  }
  return undefined;
}

/** Whether two databases are the same in that. */
export const sameProperties = (one = '', other = ''): boolean =>
  ownProperties(one) === ownProperties(other);
