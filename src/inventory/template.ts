/** Text of new inventory files, as `induk init` writes them. */
import { stringify } from 'yaml';
import { modeline } from './json-schema.js';

export interface SiteAnswers {
  site: string;
  title?: string;
  domain: string;
  server: {
    name: string;
    /** Host name or address, or `local`. */
    address: string;
    port?: number;
    user?: string;
    hostKey?: string;
  };
  tls?: 'internal' | 'acme' | 'files';
  email?: string;
  team?: string[];
}

export interface OpdAnswers {
  opd: string;
  name: string;
  type?: string;
}

export interface InventoryAnswers extends SiteAnswers {
  /** The first agency, if any. */
  agency?: OpdAnswers;
}

/** Folder of the JSON schemas, relative to site.yaml; see session/new-inventory.ts. */
const schemas = '.schema';

/** The files of a new inventory. */
export function newInventoryFiles(answers: InventoryAnswers): { path: string; text: string }[] {
  const { agency } = answers;
  return [
    { path: 'site.yaml', text: newSiteYaml(answers) },
    ...(agency === undefined ? [] : [{ path: `opd/${agency.opd}.yaml`, text: newOpdYaml(agency) }]),
  ];
}

/** `site.yaml` that validates when the answers do. */
export function newSiteYaml(answers: SiteAnswers): string {
  const { server, team = [] } = answers;
  return `${modeline('site', schemas)}
# The site and its servers. After a change: induk validate, induk plan, induk apply.
site: ${scalar(answers.site)}
title: ${scalar(answers.title ?? answers.site)}
domain: ${scalar(answers.domain)}        # apps get <app>.<domain> unless they name their own
timezone: Asia/Jakarta

# Who can read the secrets: the public keys (age1…) of the team.
team:${list(team)}

# The machines. "address: local" is this machine's own Docker, without SSH.
servers:
  ${scalar(server.name)}:
${serverLines(server)}

proxy:
  tls: ${answers.tls ?? 'internal'}        # internal: own authority; acme: Let's Encrypt; files: your certificate
${answers.email === undefined ? '' : `  email: ${scalar(answers.email)}\n`}
# Every app is backed up and its backups are tried, once there is a vault: induk vault setup
# backup:
#   vault: {server: brankas-1}      # a machine of its own under servers: with role: vault
#   schedule: "01:00"               # runs are spread over three hours from then
#   keep: {daily: 14, weekly: 8, monthly: 12}
#   drill: weekly
`;
}

/** `opd/<opd>.yaml` with no app yet, and an example to uncomment. */
export function newOpdYaml(answers: OpdAnswers): string {
  return `${modeline('opd', `../${schemas}`)}
opd: ${scalar(answers.opd)}
name: ${scalar(answers.name)}
type: ${scalar(answers.type ?? 'dinas')}

apps:
  # portal:
  #   title: Portal
  #   runtime: {php: "8.4", extensions: [mysql]}    # or {node: "20"}, {static: true}, {image: …, port: …}
  #   source: apps/portal                           # relative to site.yaml
  #   database: {mariadb: "11.8"}                   # or {postgres: "17"}
  #   storage: {uploads: /app/uploads}              # folders that survive updates
  #   secrets: [SMTP_PASSWORD]                      # then: induk secrets set ${answers.opd}/portal SMTP_PASSWORD
  #   health: {path: /}
`;
}

function serverLines({ name: _, ...server }: SiteAnswers['server']): string {
  return Object.entries(server)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${key}: ${scalar(value)}`)
    .join('\n');
}

function list(items: string[]): string {
  if (items.length === 0) return ' []';
  return items.map((item) => `\n  - ${scalar(item)}`).join('');
}

/** A value on one line, quoted where YAML would read it as something else. */
function scalar(value: string | number): string {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
}
