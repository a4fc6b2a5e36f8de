/**
 * A tool of PostgreSQL that tells every time as UTC, whatever zones both servers are in: so dumps of
 * both can be compared.
 */
export const inOneZone = (argv: readonly string[]): string[] => ['env', 'PGTZ=UTC', ...argv];
