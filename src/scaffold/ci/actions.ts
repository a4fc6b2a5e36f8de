import { stringify } from 'yaml';
import {
  changesOf,
  deployCommands,
  headerOf,
  keySecretOf,
  type Pipeline,
  style,
  testCommands,
} from './pipeline.js';

const checkout = { uses: 'actions/checkout@v4' };

/** A workflow of GitHub Actions, which Gitea and Forgejo run as well. */
export function actionsFile(pipeline: Pipeline): string {
  const { app, branch, engineName, tests } = pipeline;
  const changed = changesOf(pipeline, '**');
  const paths = changed === undefined ? {} : { paths: changed };
  const keySecret = keySecretOf(pipeline);
  const document = {
    name: app,
    on: { push: { branches: [branch], ...paths }, pull_request: { ...paths } },
    permissions: { contents: 'read' },
    jobs: {
      ...(tests === undefined ? {} : { test: testJob(pipeline, tests) }),
      deploy: {
        ...(tests === undefined ? {} : { needs: 'test' }),
        if: `github.event_name == 'push' && github.ref == 'refs/heads/${branch}'`,
        'runs-on': 'ubuntu-latest',
        concurrency: { group: engineName },
        steps: [
          checkout,
          {
            name: 'Deploy',
            env: { [keySecret]: `\${{ secrets.${keySecret} }}` },
            run: `${deployCommands(pipeline).join('\n')}\n`,
          },
        ],
      },
    },
  };
  const header = headerOf(pipeline).map((line) => `# ${line}\n`);
  return `${header.join('')}${stringify(document, style)}`;
}

function testJob(pipeline: Pipeline, tests: NonNullable<Pipeline['tests']>) {
  const { database, image } = tests;
  return {
    'runs-on': 'ubuntu-latest',
    container: image,
    ...(database === undefined
      ? {}
      : {
          services: {
            database: {
              image: database.image,
              env: database.env,
              options: `--health-cmd "${database.health}" --health-interval 2s --health-retries 30`,
            },
          },
          env: database.variables,
        }),
    steps: [checkout, { name: 'Test', run: `${testCommands(pipeline).join('\n')}\n` }],
  };
}
