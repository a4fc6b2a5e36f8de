/** Versions induk has recipes for: those in Debian 11, 12 and 13. */
export const versions = {
  php: ['7.4', '8.2', '8.4'],
  node: ['18', '20'],
  mariadb: ['10.5', '10.11', '11.8'],
  postgres: ['13', '15', '17'],
} as const;
