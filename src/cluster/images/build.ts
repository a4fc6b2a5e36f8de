import { join } from 'node:path';
import type { ImageSpec } from '../../desired/model.js';
import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { unlessAborted } from '../wait.js';
import { ensureBase } from './base.js';
import { buildContext, type ContextPart, type EmptyPart } from './context.js';
import { hasImage } from './pull.js';
import { type Recipe, recipeParts } from './recipes.js';

export type BuildSpec = Omit<ImageSpec, 'recipe'> & { recipe: Recipe };

export interface BuildPlace {
  /** Directory of this package, which holds `templates/`. */
  packageRoot: string;
  /** Directory that sources in the inventory are relative to. */
  inventoryRoot: string;
  site: string;
  /** Git commit of the source. */
  revision?: string;
  /** Instead of those of a site's image. */
  labels?: Record<string, string>;
  /** Stage of the recipe to stop at. */
  target?: string;
  signal?: AbortSignal;
  say: (message: string) => void;
}

interface BuildLine {
  stream?: string;
  error?: string;
}

/**
 * Builds an image on the server where it will run, unless it is there: the reference
 * names the content, so the same source builds nothing.
 *
 * @throws Fault CLU021 with the end of the build's output; CLU022 when the disk is full
 */
export async function buildImage(
  connection: Connection,
  spec: BuildSpec,
  place: BuildPlace,
): Promise<'built' | 'present'> {
  if (await hasImage(connection, spec.reference)) return 'present';
  await unlessAborted(
    ensureBase(connection, spec.base, place.packageRoot, place.say),
    place.signal,
  );
  const parts: (ContextPart | EmptyPart)[] = recipeParts(place.packageRoot, spec.recipe);
  if (spec.source !== undefined) {
    parts.push({ directory: join(place.inventoryRoot, spec.source), at: 'app' });
  } else if (spec.app !== undefined) {
    // Its code comes with a volume; the recipe copies the folder all the same.
    parts.push({ at: 'app' });
  }
  const context = buildContext(parts);
  // A file that vanishes or cannot be read must end the request, not the program.
  const broken = new AbortController();
  context.once('error', (error) => broken.abort(error));
  const signals = [broken.signal, ...(place.signal === undefined ? [] : [place.signal])];
  const stream = await connection.docker
    .buildImage(context, {
      t: spec.reference,
      buildargs: { BASE: spec.base, ...spec.args },
      labels: place.labels ?? labelsOf(spec, place),
      ...(place.target === undefined ? {} : { target: place.target }),
      forcerm: true,
      abortSignal: AbortSignal.any(signals),
    })
    .catch((error: unknown) => {
      if (!broken.signal.aborted) throw error;
      const { message } = broken.signal.reason as Error;
      const args = { image: spec.reference, server: connection.server, reason: message };
      throw new Fault('CLU021', args, { cause: error });
    });
  await follow(connection, spec, stream, place);
  return 'built';
}

function labelsOf(spec: BuildSpec, { site, revision }: BuildPlace): Record<string, string> {
  return {
    [labels.site]: site,
    [labels.version]: spec.version,
    ...(spec.app === undefined ? {} : { [labels.app]: spec.app }),
    ...(revision === undefined ? {} : { [labels.revision]: revision }),
  };
}

async function follow(
  connection: Connection,
  spec: BuildSpec,
  stream: NodeJS.ReadableStream,
  place: BuildPlace,
): Promise<void> {
  const tail: string[] = [];
  const failure = await new Promise<string | undefined>((resolve, reject) => {
    const onLine = (line: BuildLine): void => {
      const text = (line.stream ?? line.error ?? '').trimEnd();
      if (text === '') return;
      tail.push(...text.split('\n'));
      tail.splice(0, tail.length - 20);
      if (/^Step \d+\/\d+ : /.test(text)) place.say(text.slice(0, 100));
    };
    connection.docker.modem.followProgress(
      stream,
      (error: Error | null, lines: BuildLine[]) => {
        if (error !== null && place.signal?.aborted) reject(error);
        // The last line carries the failure; the stream itself ends well.
        else resolve(error?.message ?? lines?.find((line) => line.error)?.error);
      },
      onLine,
    );
  });
  if (failure === undefined) return;
  const full = /no space left on device|disk quota exceeded/i.test([failure, ...tail].join('\n'));
  throw new Fault(
    full ? 'CLU022' : 'CLU021',
    { image: spec.reference, server: connection.server, reason: failure.slice(0, 300) },
    { logTail: tail },
  );
}
