/** Folders of a server: what runs have left for people and for monitoring. */
export const statusFolder = '/var/lib/induk/backups';
export const metricsFolder = '/var/lib/induk/metrics';
