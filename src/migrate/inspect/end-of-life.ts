/** When the makers of what an old host runs stop mending it: https://endoflife.date */

const ends: Record<string, Record<string, string>> = {
  PHP: {
    '5': '2018-12-31',
    '7': '2022-11-28',
    '8.0': '2023-11-26',
    '8.1': '2025-12-31',
    '8.2': '2026-12-31',
    '8.3': '2027-12-31',
    '8.4': '2028-12-31',
  },
  MariaDB: {
    '5': '2020-04-11',
    '10.0': '2019-03-31',
    '10.1': '2020-10-17',
    '10.2': '2022-05-23',
    '10.3': '2023-05-25',
    '10.4': '2024-06-18',
    '10.5': '2025-06-24',
    '10.6': '2026-07-06',
    '10.11': '2028-02-16',
  },
  MySQL: { '5': '2023-10-31', '8.0': '2026-04-30' },
  PostgreSQL: {
    '9': '2021-11-11',
    '10': '2022-11-10',
    '11': '2023-11-09',
    '12': '2024-11-21',
    '13': '2025-11-13',
    '14': '2026-11-12',
    '15': '2027-11-11',
  },
  'Debian GNU/Linux': {
    '8': '2020-06-30',
    '9': '2022-06-30',
    '10': '2024-06-30',
    '11': '2026-08-31',
    '12': '2028-06-30',
  },
  Ubuntu: {
    '14.04': '2019-04-25',
    '16.04': '2021-04-30',
    '18.04': '2023-05-31',
    '20.04': '2025-05-31',
    '22.04': '2027-04-30',
    '24.04': '2029-05-31',
  },
};

/**
 * The day a version's support ended, when it has.
 * @param now Unix seconds
 */
export function endedOn(product: string, version: string, now: number): string | undefined {
  const known = ends[product];
  const parts = version.split('.');
  const end = known?.[parts.slice(0, 2).join('.')] ?? known?.[parts[0] ?? ''];
  return end !== undefined && Date.parse(end) / 1000 < now ? end : undefined;
}
