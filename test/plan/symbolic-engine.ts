/** Does a plan's steps to a description of an engine, and refuses what an engine would refuse. */
import type { Desired, ServiceSpec } from '../../src/desired/model.js';
import { proxyConfig } from '../../src/desired/proxy-config.js';
import { liveRoutes } from '../../src/desired/routes.js';
import type { Plan, Step } from '../../src/plan/model.js';
import type { Observed } from '../../src/plan/observed.js';
import { running } from './site-state.js';

export function applied(plan: Plan, desired: Desired, before: Observed): Observed {
  const engine = new SymbolicEngine(desired, structuredClone(before));
  for (const step of plan.steps) engine.do(step);
  return engine.observed;
}

class SymbolicEngine {
  /** `image@server` */
  readonly #images = new Set<string>();

  constructor(
    private readonly desired: Desired,
    readonly observed: Observed,
  ) {
    for (const { spec, running } of observed.services) {
      for (const server of this.#serversOf(spec)) {
        if (running > 0) this.#images.add(`${spec.image}@${server}`);
      }
    }
  }

  do({ kind, target, server, app }: Step): void {
    const { observed, desired } = this;
    const object = {
      id: target,
      name: target,
      site: desired.site,
      ...(app === undefined ? {} : { app }),
    };
    switch (kind) {
      case 'swarm.init':
        observed.swarm = 'active';
        observed.nodes.push({ id: target, hostname: target, state: 'ready' });
        break;
      case 'node.label':
        for (const node of observed.nodes) node.server ??= target;
        break;
      case 'network.create':
        observed.networks.push(object);
        break;
      case 'secret.create':
        observed.secrets.push(object);
        break;
      case 'image.build':
      case 'image.pull':
        this.#images.add(`${target}@${server}`);
        break;
      case 'release.run':
        this.#check(desired.releases[app as string] as ServiceSpec);
        break;
      case 'service.remove':
        observed.services = observed.services.filter(({ name }) => name !== target);
        break;
      case 'routes.load':
        this.#load(target);
        break;
      default:
        this.#put(kind === 'service.create', target, object);
    }
  }

  #put(isNew: boolean, target: string, object: Observed['services'][number] | object): void {
    const spec = this.desired.services.find(({ name }) => name === target) as ServiceSpec;
    const exists = this.observed.services.some(({ name }) => name === target);
    if (exists === isNew) throw new Error(`${target} ${exists ? 'exists' : 'does not exist'}`);
    this.#check(spec);
    this.observed.services = this.observed.services.filter(({ name }) => name !== target);
    this.observed.services.push({ ...(object as object), ...running(spec, this.desired) } as never);
  }

  #check(spec: ServiceSpec): void {
    const need = (list: { name: string }[], name: string): void => {
      if (!list.some((entry) => entry.name === name)) throw new Error(`${spec.name} lacks ${name}`);
    };
    for (const { network } of spec.networks) need(this.observed.networks, network);
    for (const { secret } of spec.secrets) need(this.observed.secrets, secret);
    for (const server of this.#serversOf(spec)) {
      const image = `${spec.image}@${server}`;
      if (!this.#images.has(image)) throw new Error(`${spec.name} lacks ${image}`);
    }
  }

  #serversOf(spec: ServiceSpec): string[] {
    return spec.server === undefined ? this.desired.servers.map(({ name }) => name) : [spec.server];
  }

  #load(server: string): void {
    const live = this.observed.services
      .filter(({ spec }) => spec.role === 'web')
      .map(({ app, spec }) => ({ app, labels: spec.labels }));
    const routes = liveRoutes(this.desired.routes, live);
    const node = this.observed.nodes.find((entry) => entry.server === server);
    if (node === undefined) throw new Error(`no node is ${server}`);
    node.routes = proxyConfig(server, routes, this.desired.proxy).digest;
  }
}
