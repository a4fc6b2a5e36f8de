/** The Swarm objects a site should have: plain, sorted, comparable data. */
import type { AppId } from '../inventory/model.js';

export type Role = 'proxy' | 'web' | 'db' | 'cron' | 'release';

export interface Desired {
  site: string;
  networks: NetworkSpec[];
  secrets: SecretSpec[];
  images: ImageSpec[];
  services: ServiceSpec[];
  routes: Route[];
  proxy: ProxySpec;
  servers: { name: string; role: 'manager' | 'worker'; local: boolean }[];
  /** Apps that live, or lived, on an old host. */
  legacy: AppId[];
  /** Those of them, and others, whose data is not here: they are not backed up. */
  elsewhere: AppId[];
  /** One for each server. */
  backups: ServerBackups[];
  /** Commands run once before an app's new version gets traffic. */
  releases: Record<AppId, ServiceSpec>;
}

export interface NetworkSpec {
  name: string;
  /** Absent for the edge network. */
  app?: AppId;
}

export interface SecretSpec {
  /** Engine name, ends in a keyed digest of the value; secrets are immutable in Swarm. */
  name: string;
  app: AppId;
  /** Key in the app's secrets file; the value itself never enters the desired state. */
  key: string;
}

export interface ImageSpec {
  /** Content-addressed reference, `localhost:1/<name>:<digest>`. */
  reference: string;
  /** Server it is built on and used on. */
  server: string;
  recipe: 'php' | 'node' | 'static' | 'mariadb' | 'postgres' | 'caddy' | 'worker';
  base: string;
  args: Record<string, string>;
  /** Source directory relative to the inventory's root. */
  source?: string;
  app?: AppId;
  /** First 12 hex digits of the content's SHA-256. */
  version: string;
}

export interface ServiceSpec {
  name: string;
  role: Role;
  app?: AppId;
  image: string;
  /** Overrides the image's ENTRYPOINT. */
  command: string[];
  /** Overrides the image's CMD. */
  args: string[];
  user?: string;
  env: Record<string, string>;
  secrets: { secret: string; target: string }[];
  mounts: { volume: string; target: string }[];
  networks: { network: string; aliases: string[] }[];
  /** Server it is pinned to; absent only for global services. */
  server?: string;
  mode: { kind: 'replicated'; replicas: number } | { kind: 'global' } | { kind: 'job' };
  /** Names that mean the container itself. */
  hosts?: string[];
  ports: { published: number; target: number; protocol: 'tcp' | 'udp' }[];
  health?: HealthSpec;
  /** Cores. */
  cpuLimit: number;
  cpuReservation: number;
  /** Bytes. */
  memoryLimit: number;
  memoryReservation: number;
  pidsLimit: number;
  updateOrder: 'start-first' | 'stop-first';
  /** Seconds between SIGTERM and SIGKILL. */
  stopGrace: number;
  restart: 'any' | 'none';
  labels: Record<string, string>;
}

export interface HealthSpec {
  test: string[];
  /** Seconds. */
  interval: number;
  timeout: number;
  grace: number;
  retries: number;
}

/** What backs up the apps of one server. */
export interface ServerBackups {
  server: string;
  /** The worker's. */
  image: ImageSpec;
  /** Apps that it runs and backs up. */
  apps: AppId[];
  /** Apps whose sets are restored there in drills. */
  drills: AppId[];
  /** Of all that jobs and timers are written from; empty when there is nothing to do there. */
  digest: string;
}

/** How requests for an app's domains reach it. */
export interface Route {
  app: AppId;
  /** Logger and upstream name. */
  engineName: string;
  domains: string[];
  /** Server the app is pinned to; with `acme` only its proxy serves the route. */
  server: string;
  port: number;
  maintenance?: { message: string };
  /** Addresses of an old host that sends visitors on: what it says about them is believed. */
  trusted?: string[];
}

export interface ProxySpec {
  tls: 'internal' | 'acme' | 'files';
  email?: string;
  /** Ports published on the servers; the proxy itself listens on 8080 and 8443. */
  http: number;
  https: number;
  /** Bytes. */
  maxBody: number;
  /** Keyed digest of the certificate files' contents (`files` only). */
  certificate?: string;
}
