/** Folders of a worker's container. */
export interface Places {
  /** The app's volume for backups: job, restic's cache, last catalogue. */
  job: string;
  /** Each of the app's volumes under its key. */
  volumes: string;
  /** What runs leave for people, and for node_exporter. */
  status: string;
  metrics: string;
}

export const places: Places = {
  job: '/job',
  volumes: '/volumes',
  status: '/status',
  metrics: '/metrics',
};
